-- Key versions by release, as ranges like the entries: a release writes those
-- that change. Who signed a release.

-- +goose Up
ALTER TABLE key_pins ADD COLUMN to_release INTEGER REFERENCES releases (number);
ALTER TABLE key_pins ADD COLUMN sealed TEXT;

CREATE UNIQUE INDEX key_pins_live ON key_pins (integration, path, field) WHERE to_release IS NULL;

ALTER TABLE releases ADD COLUMN signature TEXT;
