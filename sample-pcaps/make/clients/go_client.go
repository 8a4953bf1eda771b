// SPDX-License-Identifier: GPL-2.0-or-later

// Sends standard input over TLS and prints the answer.
// Arguments: [-revocation HOST] [-verify] [-trust FILE] HOST PORT LOWEST HIGHEST [SUITE ...]
// (versions and suites as code points; no suite: Go's own list).
// With -revocation it connects to port 80 of that host while it looks at the
// server's certificate, as an OCSP request would, and goes on without an answer.
// With -verify the certificate must be good, by the roots of FILE, else by those of this machine.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"flag"
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

// ask tries a revocation server; long enough for the second retransmission of the SYN, after 3 s.
func ask(host string) error {
	dialer := &net.Dialer{Timeout: 3500 * time.Millisecond}
	conn, err := dialer.Dial("tcp4", net.JoinHostPort(host, "80"))
	if err != nil {
		log.Print(err)
		return nil
	}
	return conn.Close()
}

// roots reads certificates.
func roots(file string) *x509.CertPool {
	text, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		log.Fatalf("%s: no certificate", file)
	}
	return pool
}

func main() {
	revocation := flag.String("revocation", "", "host to try at port 80")
	verify := flag.Bool("verify", false, "check the certificate")
	trust := flag.String("trust", "", "file of roots")
	flag.Parse()
	args := flag.Args()
	request, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	config := &tls.Config{
		ServerName:         args[0],
		MinVersion:         number(args[2]),
		MaxVersion:         number(args[3]),
		InsecureSkipVerify: !*verify,
	}
	if *trust != "" {
		config.RootCAs = roots(*trust)
	}
	if *revocation != "" {
		config.VerifyPeerCertificate = func([][]byte, [][]*x509.Certificate) error {
			return ask(*revocation)
		}
	}
	for _, suite := range args[4:] {
		config.CipherSuites = append(config.CipherSuites, number(suite))
	}
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	conn, err := tls.DialWithDialer(dialer, "tcp", net.JoinHostPort(args[0], args[1]), config)
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
