package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// getCommand reads a bucket's objects by GETs over connections that are kept alive, each through the proxy's redirect.
func getCommand(args []string) error {
	set := flag.NewFlagSet("get", flag.ExitOnError)
	b := bucket{}.flags(set)
	inFlight := set.Int("in-flight", 64, "GETs at once")
	shuffle := set.Bool("shuffle", false, "in an order of chance, always the same")
	if err := set.Parse(args); err != nil {
		return err
	}
	order := make([]int, b.count)
	for i := range order {
		order[i] = i
	}
	if *shuffle {
		rand.New(rand.NewPCG(1, 1)).Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	client := &http.Client{Transport: transport(), CheckRedirect: onceRedirected}
	took := make([]time.Duration, b.count)
	failures := make(chan error, *inFlight)
	var next atomic.Int64
	var workers sync.WaitGroup
	begin := time.Now()
	for range *inFlight {
		workers.Add(1)
		go func() {
			defer workers.Done()
			buffer := make([]byte, 256<<10)
			for i := next.Add(1) - 1; i < int64(b.count); i = next.Add(1) - 1 {
				started := time.Now()
				if err := b.get(client, name(order[i]), buffer); err != nil {
					failures <- err
					return
				}
				took[i] = time.Since(started)
			}
		}()
	}
	workers.Wait()
	seconds := time.Since(begin).Seconds()
	select {
	case err := <-failures:
		return err
	default:
	}
	slices.Sort(took)
	return result{
		Files: b.count, Bytes: int64(b.count) * int64(b.size), Seconds: seconds,
		P50: took[len(took)/2].Seconds(), P99: took[len(took)*99/100].Seconds(),
	}.print()
}

func onceRedirected(_ *http.Request, via []*http.Request) error {
	if len(via) > 1 {
		return errors.New("redirected twice")
	}
	return nil
}

func (b bucket) get(client *http.Client, object string, buffer []byte) error {
	url := b.objectURL(object)
	reply, err := client.Get(url)
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: status %d", url, reply.StatusCode)
	}
	// Without ReadFrom and WriteTo, which would choose a buffer of their own.
	read, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, reply.Body, buffer)
	if err != nil {
		return err
	}
	if read != int64(b.size) {
		return fmt.Errorf("GET %s: %d bytes came instead of %d", url, read, b.size)
	}
	return nil
}
