// IP addresses, networks, host and port.
package main

import (
	"fmt"
	"net"
	"net/netip"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("addresses", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	networks []*net.IPNet
	ips      []net.IP
	listen   string
}

func parseConfig(json gjson.Result, config *Config) error {
	for _, item := range json.Get("allow").Array() {
		text := item.String()
		if ip := net.ParseIP(text); ip != nil {
			if ip.IsLoopback() || ip.To4() == nil {
				return fmt.Errorf("%s is loopback or IPv6", ip)
			}
			config.ips = append(config.ips, ip)
			continue
		}
		ip, network, err := net.ParseCIDR(text)
		if err != nil {
			return err
		}
		if ones, bits := network.Mask.Size(); ones == bits || !ip.Equal(network.IP) {
			return fmt.Errorf("%v is no network but %s/%d", ip, network.IP, ones)
		}
		config.networks = append(config.networks, network)
	}
	for _, network := range config.networks {
		for _, ip := range config.ips {
			if network.Contains(ip) {
				return fmt.Errorf("%s is in %s already", ip, network)
			}
		}
	}
	host, port, err := net.SplitHostPort(json.Get("listen").String())
	if err != nil {
		return fmt.Errorf("listen: %v", err)
	}
	config.listen = net.JoinHostPort(host, port)
	if bind := json.Get("bind").String(); bind != "" {
		address, err := netip.ParseAddr(bind)
		if err != nil {
			return fmt.Errorf("bind: %w", err)
		}
		if address.Is6() {
			return fmt.Errorf("bind %s: IPv6", address)
		}
	}
	return nil
}
