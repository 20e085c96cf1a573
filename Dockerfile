# The image holds the static binary, which has the time zones in it, the CA roots and
# nothing else: no shell, and nothing that it would have to write.
#
#	docker build --build-arg VERSION=1.2.3 --build-arg REVISION="$(git rev-parse HEAD)" -t isales-console .
#	docker run --read-only --cap-drop ALL --security-opt no-new-privileges …
#
# The base is pinned by tag only: its digest belongs behind the tag, and is to
# be added where a registry can be reached to look it up.
FROM golang:1.26.8-bookworm AS build
WORKDIR /src
# Before the source, so that a change of the source does not fetch the modules again.
COPY go.mod go.sum ./
COPY spreadsheet/deepcopy spreadsheet/deepcopy
RUN go mod download
COPY . .
ARG VERSION=development
# With the traces of gRPC, which nobody looks at, the linker would keep every method of every type.
RUN CGO_ENABLED=0 go build -trimpath -tags grpcnotrace -ldflags "-s -w -X main.version=${VERSION}" -o /out/web ./cmd/web

FROM scratch
ARG VERSION=development
ARG REVISION=unknown
LABEL org.opencontainers.image.title="iSales Console" \
      org.opencontainers.image.description="Looks up external results of a CC-iSales platform and explains their codes" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="scratch"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/web /web
# A container is reached from outside, so the console has to listen on all its
# addresses. It refuses to do so without sign-in: mount a users file and name it
# with -e ISALES_WEB_USERS_FILE, and a certificate (ISALES_WEB_TLS_CERT_FILE) or
# the https address of the proxy in front (ISALES_WEB_PUBLIC_URL). A line of it:
#
#	docker run --rm -i isales-console passwd NAME
#
# Configure by variables, not by flags: the health check below has the variables
# only, and needs to know the address (ISALES_WEB_ADDR) and whether the console
# serves https itself (ISALES_WEB_TLS_CERT_FILE).
ENV ISALES_WEB_ADDR=0.0.0.0:8080
EXPOSE 8080
# By number: without /etc/passwd there are no names, and Kubernetes' runAsNonRoot
# believes numbers only.
USER 65532:65532
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["/web", "healthcheck"]
ENTRYPOINT ["/web"]
