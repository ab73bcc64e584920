package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"
	"unsafe"
)

const (
	// Of one packet: as large as IP lets it be, so that a packet costs what a write of a socket costs.
	maxPacket = 1 << 16
	// Packets on their way in one direction: a gigabyte, which nothing fills in the time of a delay.
	maxOnTheWay = 1 << 14

	ifNameSize   = 16
	tunSetIff    = 0x400454ca // linux/if_tun.h: TUNSETIFF
	iffTun       = 0x0001
	iffNoPI      = 0x1000
	prTimerSlack = 29 // linux/prctl.h: PR_SET_TIMERSLACK
)

// delayCommand makes two TUN devices and carries each packet from one to the other, as it is, a fixed time after it came:
// a cable of that length. With one of them in a network namespace, all connections into the namespace have a round trip
// of twice the delay, their setting up included; nothing is throttled and nothing rewritten.
func delayCommand(args []string) error {
	set := flag.NewFlagSet("delay", flag.ExitOnError)
	near := set.String("near", "", "name of the one device")
	far := set.String("far", "", "name of the other")
	delay := set.Duration("delay", 500*time.Microsecond, "of each packet")
	if err := set.Parse(args); err != nil {
		return err
	}
	var ends [2]*os.File
	for i, name := range []string{*near, *far} {
		end, err := openTun(name)
		if err != nil {
			return err
		}
		ends[i] = end
	}
	fmt.Println("ready") // whoever waits for the devices
	failed := make(chan error)
	go func() { failed <- carry(ends[0], ends[1], *delay) }()
	go func() { failed <- carry(ends[1], ends[0], *delay) }()
	return <-failed
}

func openTun(name string) (*os.File, error) {
	// Blocking: the runtime's poller would wake up whole milliseconds late.
	fd, err := syscall.Open("/dev/net/tun", syscall.O_RDWR|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("/dev/net/tun: %w", err)
	}
	var request struct {
		name  [ifNameSize]byte
		flags uint16
		_     [22]byte
	}
	copy(request.name[:ifNameSize-1], name)
	request.flags = iffTun | iffNoPI
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), tunSetIff, uintptr(unsafe.Pointer(&request))); errno != 0 {
		return nil, fmt.Errorf("network device %s: %w", name, errno)
	}
	return os.NewFile(uintptr(fd), name), nil
}

type packet struct {
	bytes []byte
	due   time.Time
}

func carry(from, to *os.File, delay time.Duration) error {
	onTheWay := make(chan packet, maxOnTheWay)
	used := make(chan []byte, maxOnTheWay)
	failed := make(chan error, 1)
	go func() { failed <- deliver(to, onTheWay, used) }()
	for {
		var buffer []byte
		select {
		case buffer = <-used:
		case err := <-failed:
			return err
		default:
			buffer = make([]byte, maxPacket)
		}
		n, err := syscall.Read(int(from.Fd()), buffer)
		if err != nil {
			return err
		}
		onTheWay <- packet{buffer[:n], time.Now().Add(delay)}
	}
}

func deliver(to *os.File, onTheWay <-chan packet, used chan<- []byte) error {
	// A thread of its own, whose sleeps end when they should.
	runtime.LockOSThread()
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, prTimerSlack, 1, 0); errno != 0 {
		return errno
	}
	for p := range onTheWay {
		if left := time.Until(p.due); left > 0 {
			span := syscall.NsecToTimespec(left.Nanoseconds())
			// Cut short by a signal: a little early does not matter.
			_ = syscall.Nanosleep(&span, nil)
		}
		// Without the device being up, or with its queue full: as with a cable, the packet is lost.
		_, err := syscall.Write(int(to.Fd()), p.bytes)
		if err != nil && err != syscall.EIO && err != syscall.ENOBUFS {
			return err
		}
		select {
		case used <- p.bytes[:maxPacket]:
		default:
		}
	}
	return nil
}
