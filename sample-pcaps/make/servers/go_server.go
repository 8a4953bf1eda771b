// SPDX-License-Identifier: GPL-2.0-or-later

// An HTTPS server with Go's TLS stack.
// Arguments: ADDRESS PORT CHAIN KEY LOWEST HIGHEST [SUITE ...]
// (versions and suites as code points; no suite: Go's own list).
package main

import (
	"crypto/tls"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
)

// number reads a code point; the laboratory writes no other words.
func number(text string) uint16 {
	value, err := strconv.ParseUint(text, 0, 16)
	if err != nil {
		log.Fatal(err)
	}
	return uint16(value)
}

func answer(out http.ResponseWriter, _ *http.Request) {
	out.Header().Set("Connection", "close")
	// As long as real answers are by their headers (300 bytes).
	fmt.Fprintf(out, "%250s", "ok\n")
}

func main() {
	config := &tls.Config{MinVersion: number(os.Args[5]), MaxVersion: number(os.Args[6])}
	for _, suite := range os.Args[7:] {
		config.CipherSuites = append(config.CipherSuites, number(suite))
	}
	server := &http.Server{
		Addr:      net.JoinHostPort(os.Args[1], os.Args[2]),
		Handler:   http.HandlerFunc(answer),
		TLSConfig: config,
		// No HTTP/2.
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
	}
	log.Fatal(server.ListenAndServeTLS(os.Args[3], os.Args[4]))
}
