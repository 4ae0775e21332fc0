package release

// Step is a step of publishing, as told to who waits for it.
type Step string

// The steps of publishing, in their order.
const (
	StepCheck  Step = "check"  // the plan fits what is live
	StepLock   Step = "lock"   // the lock is held and the intent journalled
	StepKeys   Step = "keys"   // keys are written and checked
	StepWrite  Step = "write"  // documents and tables are written
	StepCommit Step = "commit" // the release is live
	StepMark   Step = "mark"   // the key store is told which release goes with a key
	StepDone   Step = "done"   // the journal is closed
)

// Progress says how far publishing is: Done of Total in a step. It is told when
// something is done, so that a publisher killed while it is told has done just
// that.
type Progress struct {
	Step  Step
	Done  int
	Total int
}

func (p *Publisher) report(progress Progress) {
	if p.Progress != nil {
		p.Progress(progress)
	}
}

func (p *Publisher) reportStep(step Step) { p.report(Progress{Step: step, Done: 1, Total: 1}) }
