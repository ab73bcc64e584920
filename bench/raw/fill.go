package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// uploads at once: enough to keep a few targets busy.
const uploads = 16

// fillCommand puts the objects into a bucket and, with -dir, the same content into files there.
func fillCommand(args []string) error {
	set := flag.NewFlagSet("fill", flag.ExitOnError)
	b := bucket{}.flags(set)
	dir := set.String("dir", "", "directory that gets the same content as files")
	if err := set.Parse(args); err != nil {
		return err
	}
	client := &http.Client{
		Transport: transport(),
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
	begin := time.Now()
	objects := make(chan int)
	failures := make(chan error, uploads)
	var workers sync.WaitGroup
	for range uploads {
		workers.Add(1)
		go func() {
			defer workers.Done()
			content := make([]byte, b.size)
			for i := range objects {
				generate(content, i)
				if err := put(client, b.objectURL(name(i)), content); err != nil {
					failures <- err
					return
				}
				if *dir != "" {
					if err := os.WriteFile(filepath.Join(*dir, name(i)), content, 0o644); err != nil {
						failures <- err
						return
					}
				}
			}
		}()
	}
	err := feed(objects, b.count, failures)
	close(objects)
	workers.Wait()
	if err != nil {
		return err
	}
	select {
	case err := <-failures:
		return err
	default:
		return result{Files: b.count, Bytes: int64(b.count) * int64(b.size), Seconds: time.Since(begin).Seconds()}.print()
	}
}

func feed(objects chan<- int, count int, failures <-chan error) error {
	for i := range count {
		select {
		case objects <- i:
		case err := <-failures:
			return err
		}
	}
	return nil
}

// generate gives object i bytes of its own that do not compress.
func generate(content []byte, i int) {
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], uint64(i))
	binary.LittleEndian.PutUint64(seed[8:], uint64(len(content)))
	_, _ = rand.NewChaCha8(seed).Read(content) // never fails
}

// put asks the proxy with an empty body: it answers with the target's address and reads no body.
func put(client *http.Client, url string, content []byte) error {
	reply, err := send(client, url, nil)
	if err != nil {
		return err
	}
	if reply.StatusCode != http.StatusTemporaryRedirect {
		return fmt.Errorf("PUT %s: status %d instead of a redirect", url, reply.StatusCode)
	}
	target := reply.Header.Get("Location")
	if target == "" {
		return errors.New("PUT " + url + ": a redirect without Location")
	}
	reply, err = send(client, target, content)
	if err != nil {
		return err
	}
	if reply.StatusCode != http.StatusOK {
		return fmt.Errorf("PUT %s: status %d", target, reply.StatusCode)
	}
	return nil
}

func send(client *http.Client, url string, content []byte) (*http.Response, error) {
	request, err := http.NewRequest(http.MethodPut, url, bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	reply, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer reply.Body.Close()
	_, err = io.Copy(io.Discard, reply.Body)
	return reply, err
}
