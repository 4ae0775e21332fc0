package secret

// class is a set of characters.
type class uint8

const (
	lower class = 1 << iota
	upper
	digit
	dash
	underscore

	letters   = lower | upper
	hex       = lower | digit
	caps      = upper | digit
	alnum     = letters | digit
	base64url = alnum | dash | underscore
)

// classOf returns the class of a character, or 0 when no key holds it.
func classOf(c byte) class {
	switch {
	case c >= 'a' && c <= 'z':
		return lower
	case c >= 'A' && c <= 'Z':
		return upper
	case c >= '0' && c <= '9':
		return digit
	case c == '-':
		return dash
	case c == '_':
		return underscore
	}
	return 0
}

// shape is what the keys of one provider look like: a public prefix, then parts
// joined by dots.
type shape struct {
	prefix string
	what   string
	parts  []part
	// botID tells that a number and a colon stand before it.
	botID bool
	// claims tells that the second part says who gave it out or when.
	claims bool
}

// part is a run of random characters.
type part struct {
	of       class
	min, max int
}

// tokenMax bounds keys whose length the provider does not fix.
const tokenMax = 8192

// shapes are the keys known, the longer of two prefixes first. The lengths are
// those of keys that the providers gave out up to 2026, with room where a
// provider changed them before.
var shapes = []shape{
	one("sk-ant-", "an Anthropic API key", base64url, 40, 200),
	one("sk-proj-", "an OpenAI API key", base64url, 40, 220),
	one("sk-svcacct-", "an OpenAI API key", base64url, 40, 220),
	one("sk-admin-", "an OpenAI admin key", base64url, 40, 220),
	one("sk-or-v1-", "an OpenRouter API key", hex, 64, 64),
	one("sk-lf-", "a Langfuse secret key", hex|dash, 36, 36),
	one("sk-", "an API key of OpenAI or a provider with the same kind of key", alnum, 32, 64),
	one("sk_live_", "a Stripe secret key", alnum, 24, 247),
	one("sk_", "an ElevenLabs API key", hex, 48, 48),
	one("rk_live_", "a Stripe restricted key", alnum, 24, 247),
	one("AIza", "a Google API key", base64url, 35, 35),
	one("ya29.", "a Google access token", base64url, 40, 2048),
	one("GOCSPX-", "a Google client secret", base64url, 28, 28),
	one("AKIA", "an AWS access key", caps, 16, 16),
	one("ASIA", "an AWS access key", caps, 16, 16),
	one("hf_", "a Hugging Face token", alnum, 34, 40),
	one("r8_", "a Replicate API token", alnum, 37, 40),
	one("gsk_", "a Groq API key", alnum, 48, 64),
	one("xai-", "an xAI API key", alnum, 64, 100),
	one("pplx-", "a Perplexity API key", alnum, 40, 64),
	one("csk-", "a Cerebras API key", alnum, 40, 64),
	one("fw_", "a Fireworks API key", alnum, 22, 32),
	one("nvapi-", "an NVIDIA API key", base64url, 60, 80),
	one("tvly-", "a Tavily API key", base64url, 32, 64),
	one("tgp_v1_", "a Together API key", base64url, 40, 64),
	one("jina_", "a Jina API key", base64url, 40, 80),
	one("dapi", "a Databricks token", hex, 32, 32),
	one("dop_v1_", "a DigitalOcean token", hex, 64, 64),
	one("ghp_", "a GitHub token", alnum, 36, 40),
	one("gho_", "a GitHub token", alnum, 36, 40),
	one("ghu_", "a GitHub token", alnum, 36, 40),
	one("ghs_", "a GitHub token", alnum, 36, 40),
	one("ghr_", "a GitHub token", alnum, 36, 80),
	one("github_pat_", "a GitHub token", alnum|underscore, 82, 90),
	one("glpat-", "a GitLab token", base64url, 20, 64),
	one("npm_", "an npm token", alnum, 36, 36),
	one("pypi-AgE", "a PyPI token", base64url, 50, 400),
	one("xoxb-", "a Slack token", alnum|dash, 30, 200),
	one("xoxp-", "a Slack token", alnum|dash, 30, 200),
	one("xoxa-", "a Slack token", alnum|dash, 30, 200),
	one("xoxr-", "a Slack token", alnum|dash, 30, 200),
	one("xoxs-", "a Slack token", alnum|dash, 30, 200),
	one("xapp-", "a Slack token", alnum|dash, 40, 200),
	one("hvs.", "a Vault token", base64url, 24, 300),
	one("hvb.", "a Vault token", base64url, 24, 400),
	one("AGE-SECRET-KEY-1", "an age secret key", caps, 58, 58),
	{prefix: "SG.", what: "a SendGrid API key", parts: []part{{base64url, 22, 22}, {base64url, 43, 43}}},
	{prefix: "AA", what: "a Telegram bot token", parts: []part{{base64url, 33, 33}}, botID: true},
	{prefix: "eyJ", what: "a JSON Web Token", parts: []part{{base64url, 10, tokenMax}, {base64url, 10, tokenMax}, {base64url, 20, tokenMax}}, claims: true},
}

func one(prefix, what string, of class, least, most int) shape {
	return shape{prefix: prefix, what: what, parts: []part{{of, least, most}}}
}
