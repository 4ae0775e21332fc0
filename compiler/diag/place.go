package diag

// Place is where something stands: a file and a place in it.
type Place struct {
	Path string
	Span Span
}

// At puts a finding at a place.
func (d *Diagnostic) At(place Place) { d.Path, d.Span = place.Path, place.Span }
