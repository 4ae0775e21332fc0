package syntax

// place gives the comments between two fields or items to what they are about.
//
// ended are the blocks that ended there, the innermost first, and column is where
// the next entry begins: -1 at the end of a document. A comment that is indented
// deeper than the next entry is the end of one of these blocks; the others are
// returned: they are about the next entry.
func place(comments []comment, ended []*block, column int) []comment {
	inner := 0
	for i, c := range comments {
		if c.column <= column || len(ended) == 0 {
			return comments[i:]
		}
		// Comments keep their order, so one that follows an outer block's comment
		// cannot belong to an inner block any more.
		for inner < len(ended)-1 && ended[inner].floor > c.column {
			inner++
		}
		ended[inner].foot = append(ended[inner].foot, c)
	}
	return nil
}
