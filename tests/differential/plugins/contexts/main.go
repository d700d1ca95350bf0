// A parser that gets the plugin's context; clusters made from the configuration.
package main

import (
	"errors"
	"fmt"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("contexts", wrapper.ParseConfigWithContext(parse))
}

type Config struct {
	client wrapper.HttpClient
	path   string
}

func parse(context wrapper.PluginContext, json gjson.Result, config *Config) error {
	service := json.Get("service")
	name, port := service.Get("name").String(), service.Get("port").Int()
	if name == "" || port == 0 {
		return fmt.Errorf("service %q:%d is incomplete", name, port)
	}
	switch source := service.Get("source").String(); source {
	case "dns":
		domain := service.Get("domain").String()
		if domain == "" {
			return errors.New("dns without domain")
		}
		config.client = wrapper.NewClusterClient(wrapper.DnsCluster{ServiceName: name, Port: port, Domain: domain})
	case "k8s":
		cluster := wrapper.K8sCluster{ServiceName: name, Namespace: service.Get("namespace").String(), Port: port}
		if cluster.HostName() == "a..svc.cluster.local" {
			return fmt.Errorf("%s has no namespace", cluster.ClusterName())
		}
		config.client = wrapper.NewClusterClient(cluster)
	case "", "fqdn":
		cluster := wrapper.FQDNCluster{FQDN: name, Port: port}
		if cluster.ClusterName() == "outbound|80||localhost" {
			return errors.New(cluster.ClusterName())
		}
		config.client = wrapper.NewClusterClient(cluster)
	default:
		return errors.New("unknown source " + source)
	}
	config.path = json.Get("path").String()
	context.SetContext("path", config.path)
	if p, ok := context.GetContext("path").(string); ok && p == "/bad" {
		return errors.New("bad path")
	}
	if config.client == nil {
		return errors.New("no client")
	}
	return nil
}
