//go:build unix

package conformance

import (
	"os"
	"syscall"
)

// lockFile waits until no other process holds the lock, and takes it. The
// system releases it when the process ends, however it ends.
func lockFile(name string) (unlock func(), err error) {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		file.Close()
		return nil, err
	}
	return func() { file.Close() }, nil
}
