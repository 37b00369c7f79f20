package policy

import (
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// span is the numbers or instants that meet a comparison: from low to high. A
// nil span is not known.
type span[T any] struct {
	compare           func(a, b T) int
	low, high         *T // nil where there is no bound
	lowOpen, highOpen bool
}

// spanOf returns the span of an operator without its family and "Not".
func spanOf[T any](operator string, bound T, compare func(a, b T) int) *span[T] {
	s := &span[T]{compare: compare}
	switch {
	case operator == "Equals":
		s.low, s.high = &bound, &bound
	case strings.HasPrefix(operator, "LessThan"):
		s.high, s.highOpen = &bound, operator == "LessThan"
	default:
		s.low, s.lowOpen = &bound, operator == "GreaterThan"
	}
	return s
}

// covers reports whether everything in another span is in this one.
func (s *span[T]) covers(other *span[T]) bool {
	if s == nil || other == nil {
		return false
	}
	below := s.low == nil || other.low != nil && reaches(s.compare(*s.low, *other.low), s.lowOpen, other.lowOpen)
	above := s.high == nil || other.high != nil && reaches(s.compare(*other.high, *s.high), s.highOpen, other.highOpen)
	return below && above
}

// reaches compares a bound with another, which it has to reach: it may be the
// same if it is in, or if the other is out.
func reaches(sign int, open, otherOpen bool) bool {
	return sign < 0 || sign == 0 && (!open || otherOpen)
}

// excludes reports whether nothing is in both spans.
func (s *span[T]) excludes(other *span[T]) bool {
	if s == nil || other == nil {
		return false
	}
	apart := func(high, low *T, open bool) bool {
		if high == nil || low == nil {
			return false
		}
		sign := s.compare(*high, *low)
		return sign < 0 || sign == 0 && open
	}
	return apart(s.high, other.low, s.highOpen || other.lowOpen) || apart(other.high, s.low, other.highOpen || s.lowOpen)
}

// largestExactInteger bounds the integers that a float distinguishes.
const largestExactInteger = 1 << 53

// spanOfNumbers returns the numbers that meet a comparison. A float is known
// only where no integer near it could be taken for it.
func spanOfNumbers(base, text string) *span[number] {
	n, ok := parseNumber(text)
	if !ok || n.approximate() >= largestExactInteger || n.approximate() <= -largestExactInteger {
		return nil
	}
	return spanOf(strings.TrimPrefix(base, "Numeric"), n, number.compare)
}

// spanOfDates returns the instants that meet a comparison. A number that may be
// read as a year as well as seconds, or as milliseconds, is not known.
func spanOfDates(base, text string) *span[time.Time] {
	t, ok := parseDate(text)
	if _, err := strconv.Atoi(text); err == nil && (len(text) <= len("2026") || len(text) > len("99999999999")) {
		ok = false
	}
	if !ok {
		return nil
	}
	return spanOf(strings.TrimPrefix(base, "Date"), t, time.Time.Compare)
}

// coversNetwork reports whether each address of one network is in another.
// IPv6 addresses that stand for IPv4 ones, such as ::ffff:192.0.2.1, may be
// read as these or match nothing: AWS does not say. So they are in the network
// of the IPv4 addresses, and these are not in theirs.
func coversNetwork(wide, narrow string) bool {
	w, wideOK := parseNetwork(wide)
	n, narrowOK := parseNetwork(narrow)
	if !wideOK || !narrowOK {
		return false
	}
	if n.Addr().Is4In6() && n.Bits() >= mappedBits && w.Addr().Is4() {
		n = netip.PrefixFrom(n.Addr().Unmap(), n.Bits()-mappedBits)
	}
	return w.Addr().BitLen() == n.Addr().BitLen() && w.Bits() <= n.Bits() && w.Masked() == netip.PrefixFrom(n.Addr(), w.Bits()).Masked()
}

// mappedBits is how many bits of an IPv6 address come before the IPv4 address
// that it stands for.
const mappedBits = 96

// excludesNetwork reports whether no address is in both networks.
func excludesNetwork(a, b string) bool {
	x, xOK := parseNetwork(a)
	y, yOK := parseNetwork(b)
	if !xOK || !yOK || x.Addr().Is4In6() || y.Addr().Is4In6() {
		return false
	}
	return !x.Overlaps(y)
}
