package testserver

import (
	"bytes"
	"net"
	"strings"
	"sync"
	"testing"
)

// Proxy passes TCP connections on to a server, and can be told to fail.
type Proxy struct {
	listener net.Listener
	target   string

	mu    sync.Mutex
	fault fault
	conns map[net.Conn]bool
	stall chan struct{} // closed when a stall ends
}

// fault is what the proxy does wrong.
type fault struct {
	refuse, stall bool
	request       int    // bytes that pass to the server before the cut, or -1
	reply         string // a request with this text gets no answer
	times         int    // how often reply happens
}

// NewProxy starts a proxy to a target such as "127.0.0.1:5432" or
// "http://127.0.0.1:8200" for one test.
func NewProxy(t testing.TB, target string) *Proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	target = strings.TrimPrefix(strings.TrimPrefix(target, "http://"), "https://")
	p := &Proxy{listener: listener, target: target, conns: map[net.Conn]bool{}}
	p.Pass()
	go p.serve()
	t.Cleanup(func() {
		_ = listener.Close()
		p.Refuse()
	})
	return p
}

// Address returns where the proxy listens, as host:port.
func (p *Proxy) Address() string { return p.listener.Addr().String() }

// Pass lets everything through again.
func (p *Proxy) Pass() { p.set(fault{request: -1}, false) }

// Refuse cuts all connections and refuses new ones.
func (p *Proxy) Refuse() { p.set(fault{request: -1, refuse: true}, true) }

// Stall keeps connections open and passes nothing on.
func (p *Proxy) Stall() { p.set(fault{request: -1, stall: true}, false) }

// CutRequests cuts each new connection after a number of bytes went to the
// server.
func (p *Proxy) CutRequests(after int) { p.set(fault{request: after}, true) }

// CutReplies passes requests on and cuts the connection in place of the
// server's answer, for the next requests that contain a text.
func (p *Proxy) CutReplies(text string, times int) {
	p.set(fault{request: -1, reply: text, times: times}, false)
}

func (p *Proxy) set(f fault, cut bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stall != nil {
		close(p.stall)
		p.stall = nil
	}
	if f.stall {
		p.stall = make(chan struct{})
	}
	p.fault = f
	if cut {
		for conn := range p.conns {
			_ = conn.Close()
		}
	}
}

func (p *Proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.mu.Lock()
		refuse := p.fault.refuse
		p.mu.Unlock()
		if refuse {
			reset(client)
			continue
		}
		go p.connect(client)
	}
}

func (p *Proxy) connect(client net.Conn) {
	server, err := net.Dial("tcp", p.target)
	if err != nil {
		reset(client)
		return
	}
	p.mu.Lock()
	p.conns[client], p.conns[server] = true, true
	p.mu.Unlock()
	link := &link{proxy: p, client: client, server: server}
	go link.copy(server, client, link.request)
	link.copy(client, server, link.reply)
	p.mu.Lock()
	delete(p.conns, client)
	delete(p.conns, server)
	p.mu.Unlock()
}

// link is one connection through the proxy.
type link struct {
	proxy          *Proxy
	client, server net.Conn
	mu             sync.Mutex
	passed         int
	cut            bool // in place of the next answer
}

// copy passes on what allow lets through, and closes both ends after.
func (l *link) copy(to, from net.Conn, allow func([]byte) []byte) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			break
		}
		data := allow(buffer[:n])
		if _, err := to.Write(data); err != nil || len(data) < n {
			break
		}
	}
	_ = l.client.Close()
	_ = l.server.Close()
}

func (l *link) request(data []byte) []byte {
	l.proxy.wait()
	l.proxy.mu.Lock()
	defer l.proxy.mu.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	f := &l.proxy.fault
	if f.request >= 0 {
		data = data[:min(len(data), max(f.request-l.passed, 0))]
	}
	if f.reply != "" && f.times > 0 && bytes.Contains(data, []byte(f.reply)) {
		f.times--
		l.cut = true
	}
	l.passed += len(data)
	return data
}

func (l *link) reply(data []byte) []byte {
	l.proxy.wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cut {
		return nil
	}
	return data
}

// wait returns when the proxy does not stall.
func (p *Proxy) wait() {
	p.mu.Lock()
	stall := p.stall
	p.mu.Unlock()
	if stall != nil {
		<-stall
	}
}

// reset closes a connection so that the other side gets an error, not an end.
func reset(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
