// Package check_test reads the files for Compose and Kubernetes as these do. It is a module of its own, so that
// what reads them is none of the console's dependencies.
package check_test

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// name is what everything is called.
const name = "isales-console"

// manifests are what kubectl apply -k would send, decoded: a field that Kubernetes does not know fails the test.
type manifests struct {
	namespace  corev1.Namespace
	settings   corev1.ConfigMap
	deployment appsv1.Deployment
	service    corev1.Service
	ingress    networkingv1.Ingress
	disruption policyv1.PodDisruptionBudget
	network    networkingv1.NetworkPolicy
}

func readManifests(t *testing.T) *manifests {
	t.Helper()
	all, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), "../kubernetes")
	if err != nil {
		t.Fatal(err)
	}
	m := new(manifests)
	kinds := map[string]any{"Namespace": &m.namespace, "ConfigMap": &m.settings, "Deployment": &m.deployment,
		"Service": &m.service, "Ingress": &m.ingress, "PodDisruptionBudget": &m.disruption, "NetworkPolicy": &m.network}
	for _, resource := range all.Resources() {
		text, err := resource.AsYAML()
		if err != nil {
			t.Fatal(err)
		}
		into, ok := kinds[resource.GetKind()]
		if !ok {
			t.Errorf("one more %s", resource.GetKind())
			continue
		}
		delete(kinds, resource.GetKind())
		if err := yaml.UnmarshalStrict(text, into); err != nil {
			t.Errorf("%s: %v", resource.GetKind(), err)
		}
		if resource.GetKind() != "Namespace" && resource.GetNamespace() != name {
			t.Errorf("%s is in the namespace %q", resource.GetKind(), resource.GetNamespace())
		}
	}
	if len(kinds) > 0 {
		t.Errorf("missing: %v", kinds)
	}
	return m
}

// TestManifests: what the manifests are for holds between them.
func TestManifests(t *testing.T) {
	m := readManifests(t)
	pod := m.deployment.Spec.Template
	selector := &metav1.LabelSelector{MatchLabels: pod.Labels}
	container := pod.Spec.Containers[0]
	for _, pair := range []struct {
		what      string
		want, got any
	}{
		{"replicas", int32(2), *m.deployment.Spec.Replicas},
		{"selector of the deployment", selector, m.deployment.Spec.Selector},
		{"selector of the disruption budget", selector, m.disruption.Spec.Selector},
		{"selector of the network policy", *selector, m.network.Spec.PodSelector},
		{"selector of the service", pod.Labels, m.service.Spec.Selector},
		{"selector of the spread", selector, pod.Spec.TopologySpreadConstraints[0].LabelSelector},
		{"settings", m.settings.Name, container.EnvFrom[0].ConfigMapRef.Name},
		{"service behind the ingress", m.service.Name, m.ingress.Spec.Rules[0].HTTP.Paths[0].Backend.Service.Name},
		{"public address", m.settings.Data["ISALES_WEB_PUBLIC_URL"], "https://" + m.ingress.Spec.Rules[0].Host},
		{"not root", ptr(true), pod.Spec.SecurityContext.RunAsNonRoot},
		{"user", ptr(int64(65532)), pod.Spec.SecurityContext.RunAsUser},
		{"container", &corev1.SecurityContext{AllowPrivilegeEscalation: new(bool), ReadOnlyRootFilesystem: ptr(true),
			Capabilities: &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}}}, container.SecurityContext},
		{"liveness", "/healthz", container.LivenessProbe.HTTPGet.Path},
		{"readiness", "/readyz", container.ReadinessProbe.HTTPGet.Path},
		{"start", "/healthz", container.StartupProbe.HTTPGet.Path},
	} {
		if diff := cmp.Diff(pair.want, pair.got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", pair.what, diff)
		}
	}
	for _, limit := range []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory} {
		if most := container.Resources.Limits[limit]; most.Cmp(container.Resources.Requests[limit]) < 0 {
			t.Errorf("the limit of %s is below what is requested", limit)
		}
	}
	for name, value := range m.settings.Data {
		if strings.HasSuffix(name, "_FILE") && filepath.Dir(value) != container.VolumeMounts[0].MountPath {
			t.Errorf("%s=%s is not where the secrets are", name, value)
		}
	}
}

func ptr[T any](v T) *T { return &v }

// TestCompose: the file is one that Compose reads, and every file that it mounts is here.
func TestCompose(t *testing.T) {
	options, err := cli.NewProjectOptions([]string{"../compose.yml"},
		cli.WithEnv([]string{"ISALES_WEB_ISALES_URL=https://192.0.2.10:28080", "ISALES_WEB_ISALES_AK=EXAMPLEAK000000000001"}))
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	services := project.ServiceNames()
	slices.Sort(services)
	if diff := cmp.Diff([]string{"console", "grafana", "prometheus", "valkey"}, services); diff != "" {
		t.Errorf("services (-want +got)\n%s", diff)
	}
	for _, service := range project.Services {
		for _, volume := range service.Volumes {
			if volume.Type != "bind" {
				continue
			}
			if _, err := os.Stat(volume.Source); err != nil {
				t.Errorf("%s: %v", service.Name, err)
			}
		}
	}
	console := project.Services["console"]
	for _, secret := range console.Secrets {
		path := "/run/secrets/" + secret.Source
		used := func(value *string) bool { return value != nil && *value == path }
		if !slices.ContainsFunc(slices.Collect(maps.Values(console.Environment)), used) {
			t.Errorf("no setting names %s", path)
		}
	}
	if !console.ReadOnly || !slices.Equal(console.CapDrop, []string{"ALL"}) {
		t.Errorf("the console may write (%t) or has capabilities, dropped are %v", !console.ReadOnly, console.CapDrop)
	}
}
