// Command raw fills buckets and reads them by get-batch and by GET without a mount: what a mount is compared with.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"time"
)

// bucket is where the objects of one run lie. Object i is called name(i) and has size bytes.
type bucket struct {
	endpoint string
	name     string
	count    int
	size     int
}

func (b bucket) flags(set *flag.FlagSet) *bucket {
	set.StringVar(&b.endpoint, "endpoint", "", "URL of a proxy")
	set.StringVar(&b.name, "bucket", "", "name of an ais:// bucket")
	set.IntVar(&b.count, "count", 0, "objects")
	set.IntVar(&b.size, "size", 0, "bytes of an object")
	return &b
}

func (b bucket) objectURL(object string) string {
	return b.endpoint + "/v1/objects/" + url.PathEscape(b.name) + "/" + object + "?provider=ais"
}

func name(i int) string { return fmt.Sprintf("%06d.bin", i) }

// transport keeps as many connections to each node as are ever used at once.
func transport() *http.Transport {
	return &http.Transport{
		MaxIdleConnsPerHost: 64,
		ReadBufferSize:      256 << 10,
		WriteBufferSize:     256 << 10,
		DisableCompression:  true,
		IdleConnTimeout:     5 * time.Second,
	}
}

func main() {
	if len(os.Args) < 2 {
		usage()
	}
	var err error
	switch os.Args[1] {
	case "fill":
		err = fillCommand(os.Args[2:])
	case "batch":
		err = batchCommand(os.Args[2:])
	case "get":
		err = getCommand(os.Args[2:])
	case "delay":
		err = delayCommand(os.Args[2:])
	default:
		usage()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "raw: "+err.Error())
		os.Exit(1)
	}
}

func usage() {
	fmt.Fprintln(os.Stderr, "usage: raw fill|batch|get|delay -help")
	os.Exit(2)
}

// result is what one pass tells, as a line of JSON. Latencies are there where each file is read for itself.
type result struct {
	Files   int     `json:"files"`
	Bytes   int64   `json:"bytes"`
	Seconds float64 `json:"seconds"`
	P50     float64 `json:"p50,omitempty"`
	P99     float64 `json:"p99,omitempty"`
}

func (r result) print() error { return json.NewEncoder(os.Stdout).Encode(r) }
