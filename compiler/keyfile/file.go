package keyfile

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"
	"github.com/rogpeppe/go-internal/lockedfile"
)

// read returns what is in the file. No file is no keys, and takes no identity.
func (k *Keys) read() (*content, error) {
	data, err := os.ReadFile(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		return &content{Format: format, Paths: map[string]*entry{}}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the keys: %w", err)
	}
	ids, err := k.identities()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", k.path, err)
	}
	plain, err := decrypt(bytes.NewReader(data), ids)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", k.path, err)
	}
	found, err := decode(plain)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", k.path, err)
	}
	return found, nil
}

// change reads the file, edits what is in it and writes it, alone. edit reports
// whether there is something to write.
func (k *Keys) change(ctx context.Context, path string, edit func(*content) (bool, error)) error {
	if err := check(ctx, path); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(k.path), 0o700); err != nil {
		return fmt.Errorf("make a folder for the keys: %w", err)
	}
	unlock, err := k.lock(ctx)
	if err != nil {
		return fmt.Errorf("lock the keys: %w", err)
	}
	defer unlock()
	found, err := k.read()
	if err != nil {
		return err
	}
	changed, err := edit(found)
	if !changed || err != nil {
		return err
	}
	if err := k.write(found); err != nil {
		return fmt.Errorf("write %s: %w", k.path, err)
	}
	return nil
}

// lock waits until no other process writes, or the context ends.
func (k *Keys) lock(ctx context.Context) (unlock func(), err error) {
	type result struct {
		unlock func()
		err    error
	}
	done := make(chan result, 1)
	go func() {
		unlock, err := lockedfile.MutexAt(k.path + ".lock").Lock()
		done <- result{unlock, err}
	}()
	select {
	case r := <-done:
		return r.unlock, r.err
	case <-ctx.Done():
		// The system call cannot be called off: let go of the lock when it comes.
		go func() {
			if r := <-done; r.err == nil {
				r.unlock()
			}
		}()
		return nil, ctx.Err()
	}
}

// write replaces the file at once, so that a reader or a crash never meets half
// of it.
func (k *Keys) write(c *content) (err error) {
	recipients, err := k.recipients()
	if err != nil {
		return err
	}
	plain, err := json.Marshal(c)
	if err != nil {
		return err
	}
	defer clear(plain)
	if len(plain) > maxSize {
		return fmt.Errorf("there would be more than %d MiB in it; destroy versions that no release needs", maxSize>>20)
	}
	// CreateTemp makes the file readable for its owner alone.
	file, err := os.CreateTemp(filepath.Dir(k.path), ".keys-*.age")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	if err := encrypt(file, plain, recipients); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), k.path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(k.path))
}

// syncFolder makes a rename last. Some systems cannot, and need not.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	defer folder.Close()
	_ = folder.Sync()
	return nil
}

// recipients are those of all identities, so that a new identity beside an old
// one takes over at the next write. The first write makes an identity.
func (k *Keys) recipients() ([]age.Recipient, error) {
	ids, err := k.identities()
	if errors.Is(err, errNoIdentity) {
		if _, statErr := os.Stat(k.path); errors.Is(statErr, fs.ErrNotExist) {
			ids, err = k.makeIdentity()
		}
	}
	if err != nil {
		return nil, err
	}
	return recipientsOf(ids)
}

// makeIdentity writes a new identity beside the file.
func (k *Keys) makeIdentity() ([]age.Identity, error) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(k.identityFile(), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("write the identity: %w", err)
	}
	_, err = io.WriteString(file, "# made by catalogc; whoever has it can read the keys\n# public key: "+identity.Recipient().String()+"\n"+identity.String()+"\n")
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		os.Remove(file.Name())
		return nil, fmt.Errorf("write the identity: %w", err)
	}
	return []age.Identity{identity}, nil
}
