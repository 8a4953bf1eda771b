// SPDX-License-Identifier: GPL-2.0-or-later

// Sends standard input over TLS and prints the answer.
// Arguments: HOST PORT LOWEST HIGHEST [SUITE ...]
// (versions and suites as code points; no suite: Go's own list).
package main

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"os"
	"strconv"
	"time"
)

// number reads a code point; the laboratory writes no other words.
func number(text string) uint16 {
	value, err := strconv.ParseUint(text, 0, 16)
	if err != nil {
		log.Fatal(err)
	}
	return uint16(value)
}

func main() {
	request, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	config := &tls.Config{
		ServerName:         os.Args[1],
		MinVersion:         number(os.Args[3]),
		MaxVersion:         number(os.Args[4]),
		InsecureSkipVerify: true, // the laboratory's root is made anew for each run
	}
	for _, suite := range os.Args[5:] {
		config.CipherSuites = append(config.CipherSuites, number(suite))
	}
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	conn, err := tls.DialWithDialer(dialer, "tcp", net.JoinHostPort(os.Args[1], os.Args[2]), config)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(5 * time.Second))
	if _, err := conn.Write(request); err != nil {
		log.Fatal(err)
	}
	if _, err := io.Copy(os.Stdout, conn); err != nil {
		log.Fatal(err)
	}
}
