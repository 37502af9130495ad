{{/* Name of the chart, in labels. */}}
{{- define "datarestor.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 48 | trimSuffix "-" }}
{{- end }}

{{/* Name of all objects; short enough for what some add to it. */}}
{{- define "datarestor.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) }}
{{- default $full .Values.fullnameOverride | trunc 48 | trimSuffix "-" }}
{{- end }}

{{- define "datarestor.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "datarestor.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- required "serviceAccount.name: name the ServiceAccount to use, or set serviceAccount.create to true" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/* What selects the operator's pod. Its managed-by label must not be that of its Jobs, or it would take itself for one. */}}
{{- define "datarestor.selector" -}}
app.kubernetes.io/name: {{ include "datarestor.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Labels of all objects; what the user adds cannot replace them. */}}
{{- define "datarestor.labels" -}}
{{- $own := include "datarestor.selector" . | fromYaml }}
{{- $_ := set $own "app.kubernetes.io/version" .Chart.AppVersion }}
{{- $_ := set $own "app.kubernetes.io/managed-by" .Release.Service }}
{{- $_ := set $own "helm.sh/chart" (printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_") }}
{{- mergeOverwrite (deepCopy (default dict .Values.commonLabels)) $own | toYaml }}
{{- end }}

{{- define "datarestor.image" -}}
{{- with .Values.image -}}
{{- if .digest }}
{{- printf "%s@%s" .repository .digest }}
{{- else }}
{{- printf "%s:%s" .repository (default $.Chart.AppVersion .tag) }}
{{- end }}
{{- end }}
{{- end }}

{{/* Image of Jobs; empty for the program's own default. */}}
{{- define "datarestor.resticImage" -}}
{{- with .Values.restic.image }}
{{- if .repository }}
{{- if .digest }}
{{- printf "%s@%s" .repository .digest }}
{{- else }}
{{- printf "%s:%s" .repository (required "restic.image: set tag or digest, too; restic 0.18 or newer" .tag) }}
{{- end }}
{{- else if or .tag .digest }}
{{- fail "restic.image: tag and digest need a repository, such as restic/restic" }}
{{- end }}
{{- end }}
{{- end }}

{{/* Mebibytes of a size such as 512Mi, 1Gi or 1Ti. */}}
{{- define "datarestor.mebibytes" -}}
{{- $unit := dict "Mi" 1 "Gi" 1024 "Ti" 1048576 }}
{{- mul (trunc -2 . | get $unit) (int64 (regexFind "^[0-9]+" .)) }}
{{- end }}

{{/* Namespaces in which the operator may read what Configs name. */}}
{{- define "datarestor.configNamespaces" -}}
{{- prepend (default list .Values.configNamespaces) .Release.Namespace | uniq | join " " }}
{{- end }}

{{/* How the API server names the operator. */}}
{{- define "datarestor.user" -}}
{{- printf "system:serviceaccount:%s:%s" .Release.Namespace (include "datarestor.serviceAccount" .) }}
{{- end }}

{{/* Condition of a policy: only what the operator asks for is looked at. */}}
{{- define "datarestor.asks" -}}
- name: the-operator-asks
  expression: request.userInfo.username == {{ include "datarestor.user" . | squote }}
{{- end }}

{{/* Puts a policy into force. */}}
{{- define "datarestor.policyBinding" -}}
{{- $root := index . 0 }}
{{- $name := printf "%s-%s" (include "datarestor.fullname" $root) (index . 1) -}}
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: {{ $name }}
  labels:
    {{- include "datarestor.labels" $root | nindent 4 }}
spec:
  policyName: {{ $name }}
  validationActions: [Deny]
{{- end }}

{{/* What puts the gate on pods: policy, webhook or none. */}}
{{- define "datarestor.injector" -}}
{{- if eq .Values.hold.injector "auto" }}
{{- ternary "policy" "webhook" (.Capabilities.APIVersions.Has "admissionregistration.k8s.io/v1/MutatingAdmissionPolicy") }}
{{- else }}
{{- .Values.hold.injector }}
{{- end }}
{{- end }}

{{/* Namespaces in which pods are held. */}}
{{- define "datarestor.heldNamespaces" -}}
- key: kubernetes.io/metadata.name
  operator: NotIn
  values: {{ concat (list "kube-system" "kube-public" "kube-node-lease" .Release.Namespace) .Values.hold.exemptNamespaces | uniq | toJson }}
- key: backup.datarestor-operator.com/hold
  operator: NotIn
  values: [disabled]
{{- end }}

{{/* Conditions on a pod that is created: without these, nothing looks at it. */}}
{{- define "datarestor.heldPods" -}}
- name: mounts-a-claim
  expression: >-
    has(object.spec.volumes) && object.spec.volumes.exists(v, has(v.persistentVolumeClaim))
- name: is-not-placed-yet
  expression: >-
    !has(object.spec.nodeName) || object.spec.nodeName == ''
- name: is-not-the-operators-own
  expression: >-
    !has(object.metadata.labels) || !('app.kubernetes.io/managed-by' in object.metadata.labels)
    || object.metadata.labels['app.kubernetes.io/managed-by'] != 'datarestor-operator'
{{- end }}

{{/* Name of the objects around the webhook. */}}
{{- define "datarestor.webhook" -}}
{{- printf "%s-webhook" (include "datarestor.fullname" .) }}
{{- end }}

{{/* What selects the pods of the webhook, which are not the operator's. */}}
{{- define "datarestor.webhookSelector" -}}
app.kubernetes.io/name: {{ printf "%s-webhook" (include "datarestor.name" .) }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}
