package main

import (
	"net"
	"net/http"
	"net/url"
	"regexp"
)

func regexpCases() {
	patterns := []string{"", "a", "a+", "^a$", "(a)(b)?", "[a-z]+", "[^a]", "a|b", "(?i)AB", "(?P<n>a)b", "(?<n>a)", `\d+`, `\w*`, `\bfoo\b`, ".*", "(", ")", "[", "]", "a**", "a*?", "+", "*a", "a{2}", "a{2,1}", "a{1001}", "{", "a{", "a{,2}", `\`, `\8`, `\C`, "[z-a]", "[[:alpha:]]", "[[:foo:]]", `\p{Greek}`, `\pL`, `\pX`, `\p{Foo}`, "(?x)", "(?P<n", "(?P<>a)", "(?P<n!>a)", "(?=a)", "(?!a)", "(?<=a)", `(a)\1`, "x{2}{3}", "a++", "a?+", "(?:a{500}){3}", "(a{100}){11}", "(a{10}){100}", `\x41`, `\x{263a}`, `\x{110000}`, `\xZZ`, `[\d\-x]`, "[a-\\d]", `\Qa.b\E+`, `\Q`, "(?i", "(?", "a(?i)*", "^*", "(|a)*", "(?s).", "(?m)^b$", "[]a]", "[]", "[^]", "[a", "中+", "(?U)a+", "(?-s).", "(?i-)", "((((", "a)b", "[\\", `[\pN]`, `\z`, `\Z`, "a{0}", "a{0,0}b", `\07`, `\1`, `\e`, "[[:^digit:]]", "(?i)straße", "k", "[a-a]", "x*", "(?:)", "()", "a||b", "\\p", "[\\p{Foo}]", "(?i)(?s)a.", "[a-", "[a-]", "\\pN+", "[[:word:]-]"}
	texts := []string{"", "a", "ab", "abab", "foo bar", "AbaB", "aaa", "b\na", "中文中", "123 456", "axbxc", "{", "a{", "K", "日本語 text", "a.b", "aaaaaa"}
	pieces := []string{"a", "b", ".", "*", "+", "?", "|", "(", ")", "[", "]", "[a-c]", "{2}", "{1,2}", "^", "$", `\`, `\d`, "(?:", "(?i)", "(?P<x>", "-", "中", `\b`}
	for range 1500 {
		patterns = append(patterns, text(6, pieces...))
	}
	for i, p := range patterns {
		call("regexp.Compile", regexp.Compile, p)
		call("regexp.MustCompile", regexp.MustCompile, p)
		re, err := regexp.Compile(p)
		if err != nil {
			continue
		}
		n := len(texts)
		if i > 130 {
			n = 3
		}
		for k := range n {
			s := texts[k]
			if i > 130 {
				s = pick(texts...)
			}
			m := func(name string, fn any, args ...any) {
				emit([]step{{"regexp.MustCompile", []any{p}}, {"regexp.Regexp." + name, args}}, -1, results(fn, args))
			}
			m("MatchString", re.MatchString, s)
			m("FindString", re.FindString, s)
			m("FindStringIndex", re.FindStringIndex, s)
			m("FindStringSubmatch", re.FindStringSubmatch, s)
			m("FindAllString", re.FindAllString, s, pick(-1, 0, 1, 2))
			m("ReplaceAllString", re.ReplaceAllString, s, pick("x", "$1", "<$0>", "${1}a", "$1a", "$$", "$n", "", "$", "${"))
			m("ReplaceAllLiteralString", re.ReplaceAllLiteralString, s, "$1")
			m("Split", re.Split, s, pick(-1, 0, 1, 2))
			m("FindAllStringSubmatch", re.FindAllStringSubmatch, s, -1)
		}
		emit([]step{{"regexp.MustCompile", []any{p}}, {"regexp.Regexp.NumSubexp", nil}}, -1, results(re.NumSubexp, nil))
	}
	for range 100 {
		call("regexp.QuoteMeta", regexp.QuoteMeta, word(6))
		call("regexp.MatchString", regexp.MatchString, text(3, pieces...), "ab")
	}
}

func netCases() {
	urls := []string{"", "*", "http://a", "http://a.com/b?c=d#e", "//a/b", "/a/b", "a/b", "a:b", ":a", "1:b", "http://a:80/", "http://a:x/", "http://a:/", "http://[::1]:80/", "http://[::1", "http://u:p@h/", "http://u@h", "http://a b/", "http://a/%zz", "http://a/%41", "http://%41/", "mailto:x@y", "http://a/b c", "http://a?x=1&y=2", "http://a?", "http://a/?#", "HTTP://A", "http://a\x01", "http://a/é", "http://é/", "a b", "http://a/;x", "file:///a", "http:///a", "?x", "#f", "http://a#%zz", "http://a/%2f", "http://a/b%20c", "http://<a>/", "http://a:1:2", "redis://a:1:2", "http://us er@h", "%41:b", "http://a//b", "///a", "./a:b", "http:a", "http://[fe80::1%25en0]/", "http://a/[b]", "http://a/b!c", "unix:/x", "http://a%20b/"}
	for range 1200 {
		urls = append(urls, text(1, "http:", "https:", "x:", "")+text(2, "//", "/", "a", "")+text(6, "a", "b.c", ":", "80", "/", "?", "#", "@", "%41", "%", "[", "]", "é", " ", "=", "&", "+", ";", "."))
	}
	for _, s := range urls {
		call("net/url.Parse", url.Parse, s)
		call("net/url.ParseRequestURI", url.ParseRequestURI, s)
		u, err := url.Parse(s)
		if err != nil {
			continue
		}
		for name, fn := range map[string]any{"String": u.String, "Hostname": u.Hostname, "Port": u.Port, "IsAbs": u.IsAbs, "RequestURI": u.RequestURI, "EscapedPath": u.EscapedPath, "Query": u.Query} {
			emit([]step{{"net/url.Parse", []any{s}}, {"net/url.URL." + name, nil}}, -1, results(fn, nil))
		}
	}
	for range 300 {
		s := text(6, "a", "%41", "%", " ", "+", "=", "&", "é", "/", "%zz", ";", "?")
		call("net/url.QueryEscape", url.QueryEscape, s)
		call("net/url.PathEscape", url.PathEscape, s)
		call("net/url.QueryUnescape", url.QueryUnescape, s)
		call("net/url.PathUnescape", url.PathUnescape, s)
		call("net/url.ParseQuery", url.ParseQuery, s)
		call("net/http.CanonicalHeaderKey", http.CanonicalHeaderKey, text(5, "a", "B", "-", "_", "x-y", " ", "é", "1"))
		ip := pick("1.2.3.4", "::1", "", "1.2.3", "1.2.3.256", "01.2.3.4", "::", "fe80::1", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "1::2::3", "12345::", "::1%en0", "10.0.0.1", "192.168.1.1", "2001:db8::/32", "1:2:3:4:5:6:7::", "::1:2:3:4:5:6:7", "1:2:3:4:5:6:1.2.3.4", "abcd", "1.2.3.4.", ":1", "1:", "0.0.0.0", "127.0.0.1", "fc00::1", "1:0:0:2:0:0:0:3")
		if rnd.Intn(2) == 0 {
			ip = text(9, "1", "0", "ff", ":", ":", ".", "255", "::", "a")
		}
		call("net.ParseIP", net.ParseIP, ip)
		call("net.ParseCIDR", net.ParseCIDR, ip+pick("", "/8", "/32", "/33", "/128", "/129", "/", "/-1", "/a", "/08", "/0", "/24 "))
		if p := net.ParseIP(ip); p != nil {
			for name, fn := range map[string]any{"String": p.String, "To4": p.To4, "IsLoopback": p.IsLoopback, "IsPrivate": p.IsPrivate, "IsUnspecified": p.IsUnspecified} {
				if name == "To4" && p.To4() == nil {
					emit([]step{{"net.ParseIP", []any{ip}}, {"net.IP.To4", nil}}, -1, "b:")
					continue
				}
				emit([]step{{"net.ParseIP", []any{ip}}, {"net.IP." + name, nil}}, -1, results(fn, nil))
			}
		}
		call("net.SplitHostPort", net.SplitHostPort, text(5, "a", ":", "80", "[", "]", "::1", "1.2.3.4"))
		call("net.JoinHostPort", net.JoinHostPort, pick("a", "::1", ""), "80")
	}
}
