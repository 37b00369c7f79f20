package cloud

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"sync"
	"time"
)

// Authority signs the certificates of AWS's hosts.
type Authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	// PEM is its own certificate, for the clients to trust.
	PEM []byte
	// Token is the one that ECR and CodeArtifact give out, in every cloud of
	// the authority.
	Token string

	mutex sync.Mutex
	made  map[string]*tls.Certificate
}

// NewAuthority makes an authority with a key of its own, good for a day.
func NewAuthority() (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "conformance clients"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &Authority{
		certificate: certificate, key: key, Token: rand.Text(), made: map[string]*tls.Certificate{},
		PEM: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
	}, nil
}

// certificateOf returns the certificate of a host, made when first asked for.
func (a *Authority) certificateOf(host string) (*tls.Certificate, error) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if made := a.made[host]; made != nil {
		return made, nil
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "host"}, DNSNames: []string{host},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, a.key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	made := &tls.Certificate{Certificate: [][]byte{der, a.certificate.Raw}, PrivateKey: a.key}
	a.made[host] = made
	return made, nil
}

// connect answers CONNECT: it ends the TLS of one of AWS's hosts here, and
// refuses every other host.
func (c *Cloud) connect(w http.ResponseWriter, r *http.Request) {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	handler := c.service(host)
	if handler == nil {
		c.stray(host)
		http.Error(w, "not one of AWS's hosts: "+host, http.StatusForbidden)
		return
	}
	raw, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if _, err := io.WriteString(raw, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		raw.Close()
		return
	}
	secure := tls.Server(beginning{raw, buffered.Reader}, &tls.Config{
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.authority.certificateOf(host) },
		NextProtos:     []string{"http/1.1"},
	})
	// Clients that break off are no fault of the cloud's.
	server := http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = server.Serve(&single{connection: secure}) }()
}

// beginning is a connection whose first bytes are read already.
type beginning struct {
	net.Conn
	reader *bufio.Reader
}

func (b beginning) Read(p []byte) (int, error) { return b.reader.Read(p) }

// single is a listener of one connection.
type single struct {
	mutex      sync.Mutex
	connection net.Conn
}

func (s *single) Accept() (net.Conn, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.connection == nil {
		return nil, errors.New("the one connection is served")
	}
	connection := s.connection
	s.connection = nil
	return connection, nil
}

func (s *single) Close() error   { return nil }
func (s *single) Addr() net.Addr { return &net.TCPAddr{} }
