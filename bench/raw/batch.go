package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// batchCommand reads a bucket's objects in order by streaming get-batch, as a mount does: the entries of a batch are
// taken as they arrive, and the next request is sent when the last one is there. The reply's end, which AIStore holds
// back for some 100 ms (xact/xs/moss.go: quiesce), is read beside it.
func batchCommand(args []string) error {
	set := flag.NewFlagSet("batch", flag.ExitOnError)
	b := bucket{}.flags(set)
	entries := set.Int("entries", 1024, "entries of a batch")
	inFlight := set.Int("in-flight", 4, "batches at once")
	if err := set.Parse(args); err != nil {
		return err
	}
	client := &http.Client{Transport: transport()}
	requests := make(chan []byte, (b.count+*entries-1)/(*entries))
	for from := 0; from < b.count; from += *entries {
		body, err := spec(from, min(from+*entries, b.count))
		if err != nil {
			return err
		}
		requests <- body
	}
	close(requests)

	reader := batchReader{bucket: *b, client: client, failures: make(chan error, *inFlight)}
	var workers sync.WaitGroup
	begin := time.Now()
	for range *inFlight {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for body := range requests {
				if err := reader.read(body); err != nil {
					reader.failures <- err
					return
				}
			}
		}()
	}
	workers.Wait()
	seconds := time.Since(begin).Seconds()
	reader.tails.Wait()
	select {
	case err := <-reader.failures:
		return err
	default:
		return result{Files: b.count, Bytes: int64(b.count) * int64(b.size), Seconds: seconds}.print()
	}
}

type batchReader struct {
	bucket   bucket
	client   *http.Client
	tails    sync.WaitGroup // replies whose end is still being read
	failures chan error
}

type entry struct {
	Object string `json:"objname"`
}

type request struct {
	In        []entry `json:"in"`
	Mime      string  `json:"mime"`
	Streaming bool    `json:"strm"`
	Continue  bool    `json:"coer"`
	NameOnly  bool    `json:"onob"`
}

func spec(from, to int) ([]byte, error) {
	in := make([]entry, 0, to-from)
	for i := from; i < to; i++ {
		in = append(in, entry{name(i)})
	}
	return json.Marshal(request{in, ".tar", true, true, true})
}

func (r *batchReader) read(body []byte) error {
	var asked request
	if err := json.Unmarshal(body, &asked); err != nil {
		return err
	}
	reply, err := r.open(body)
	if err != nil {
		return err
	}
	archive := tar.NewReader(bufio.NewReaderSize(reply.Body, 256<<10))
	for _, wanted := range asked.In {
		if err := r.take(archive, wanted.Object); err != nil {
			reply.Body.Close()
			return err
		}
	}
	r.tails.Add(1)
	go func() {
		defer r.tails.Done()
		_ = drain(reply.Body) // every entry has come
	}()
	return nil
}

func (r *batchReader) open(body []byte) (*http.Response, error) {
	url := r.bucket.endpoint + "/v1/ml/moss/" + r.bucket.name + "?provider=ais"
	get, err := http.NewRequest(http.MethodGet, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	get.Header.Set("Content-Type", "application/json")
	reply, err := r.client.Do(get)
	if err != nil {
		return nil, err
	}
	if reply.StatusCode != http.StatusOK {
		reply.Body.Close()
		return nil, fmt.Errorf("GET %s: status %d", url, reply.StatusCode)
	}
	return reply, nil
}

func (r *batchReader) take(archive *tar.Reader, wanted string) error {
	header, err := archive.Next()
	if err != nil {
		return fmt.Errorf("%s: %w", wanted, err)
	}
	if header.Name != wanted || header.Size != int64(r.bucket.size) {
		return fmt.Errorf("%s of %d bytes came instead of %s", header.Name, header.Size, wanted)
	}
	_, err = io.Copy(io.Discard, archive)
	return err
}

func drain(body io.ReadCloser) error {
	defer body.Close()
	_, err := io.Copy(io.Discard, body)
	return err
}
