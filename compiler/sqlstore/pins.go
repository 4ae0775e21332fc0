package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
)

// Pins implements release.Store.
func (s *Store) Pins(ctx context.Context, number int) ([]release.Pin, error) {
	var pins []release.Pin
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		pins, err = pinsWhere(ctx, tx, "release <= $1 AND (to_release IS NULL OR to_release > $1)", number)
		return err
	})
	return pins, err
}

func pinsWhere(ctx context.Context, tx *sql.Tx, condition string, args ...any) ([]release.Pin, error) {
	var pins []release.Pin
	err := eachRow(ctx, tx, `
		SELECT integration, path, field, version, sealed FROM key_pins
		WHERE `+condition+`
		ORDER BY integration, path, field`, args, func(rows *sql.Rows) error {
		var pin release.Pin
		var ref resource.KeyRef
		var sealed sql.NullString
		err := rows.Scan(&pin.Integration, &ref.Path, &ref.Field, &pin.Version, &sealed)
		pin.Ref, pin.Sealed = ref, sealed.String
		pins = append(pins, pin)
		return err
	})
	return pins, err
}

// writePins ends the pins that a release does not go with any more, and adds
// those that are new.
func writePins(ctx context.Context, tx *sql.Tx, number int, wanted []release.Pin) error {
	live, err := pinsWhere(ctx, tx, "to_release IS NULL")
	if err != nil {
		return fmt.Errorf("read key pins: %w", err)
	}
	for _, pin := range live {
		if slices.Contains(wanted, pin) {
			continue
		}
		_, err := tx.ExecContext(ctx, `
			UPDATE key_pins SET to_release = $1
			WHERE integration = $2 AND path = $3 AND field = $4 AND to_release IS NULL`,
			number, pin.Integration, pin.Ref.Path, pin.Ref.Field)
		if err != nil {
			return fmt.Errorf("write key pins: %w", err)
		}
	}
	for _, pin := range wanted {
		if slices.Contains(live, pin) {
			continue
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO key_pins (release, integration, path, field, version, sealed) VALUES ($1, $2, $3, $4, $5, $6)`,
			number, pin.Integration, pin.Ref.Path, pin.Ref.Field, pin.Version, nullable(pin.Sealed))
		if err != nil {
			return fmt.Errorf("write key pins: %w", err)
		}
	}
	return nil
}
