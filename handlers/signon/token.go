package signon

import (
	"context"
	"strings"
	"unicode"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// verify returns the ID token of an exchange if it is for this console, this attempt
// and this time. Keys are read each time: they may have been changed or withdrawn.
func (p *Provider) verify(ctx context.Context, m *metadata, talk *conversation, tokens *oauth2.Token,
	nonce string) (*oidc.IDToken, error) {
	raw, _ := tokens.Extra("id_token").(string)
	if raw == "" {
		return nil, failed(Setup, "no ID token in the answer")
	}
	// The times are checked below, where those of clocks that differ can be told apart.
	verifier := m.provider.VerifierContext(ctx, &oidc.Config{ClientID: p.ClientID, SkipExpiryCheck: true})
	token, err := verifier.Verify(ctx, raw)
	if err != nil {
		return nil, talk.failure(Token, err)
	}
	var more struct {
		Party string `json:"azp"`
	}
	if err := token.Claims(&more); err != nil {
		return nil, failed(Token, "claims that cannot be read")
	}
	switch now := p.Now(); {
	case token.Subject == "":
		return nil, failed(Token, "an ID token of nobody")
	case token.Nonce != nonce:
		return nil, failed(Token, "an ID token of another attempt")
	case len(token.Audience) > 1 && more.Party != p.ClientID:
		return nil, failed(Token, "an ID token that was made for another client")
	case token.AccessTokenHash != "" && token.VerifyAccessToken(tokens.AccessToken) != nil:
		return nil, failed(Token, "an ID token of another access token")
	case talk.skew(now).Abs() > maxSkew:
		return nil, &Error{Kind: Clock, Skew: talk.skew(now)}
	case token.IssuedAt.Sub(now) > maxSkew:
		return nil, &Error{Kind: Clock, Skew: token.IssuedAt.Sub(now)}
	case now.Sub(token.Expiry) > maxSkew:
		return nil, failed(Expired, "the ID token has expired")
	}
	return token, nil
}

// claims are those of an ID token or of the userinfo endpoint.
type claims map[string]any

func (c claims) text(name string) string {
	s, _ := c[name].(string)
	return s
}

// texts returns a claim that is a list of texts or one text; ok is false without it.
func (c claims) texts(name string) (list []string, ok bool) {
	switch v := c[name].(type) {
	case string:
		return []string{v}, true
	case []any:
		for _, one := range v {
			if s, isText := one.(string); isText {
				list = append(list, s)
			}
		}
		return list, true
	}
	return nil, false
}

// person reads who a token is about. What it lacks is asked for at the userinfo
// endpoint: many providers keep their ID tokens small.
func (p *Provider) person(ctx context.Context, m *metadata, talk *conversation, token *oidc.IDToken,
	access oauth2.TokenSource) (Person, error) {
	about := claims{}
	if err := token.Claims(&about); err != nil {
		return Person{}, failed(Token, "claims that cannot be read")
	}
	_, hasGroups := about.texts(p.GroupsClaim)
	if (!hasGroups || about.text("preferred_username") == "") && m.provider.UserInfoEndpoint() != "" {
		info, err := m.provider.UserInfo(ctx, access)
		if err != nil {
			return Person{}, talk.failure(Setup, err)
		}
		more := claims{}
		if info.Subject != token.Subject || info.Claims(&more) != nil {
			return Person{}, failed(Token, "userinfo about somebody else")
		}
		for name, value := range more {
			if _, has := about[name]; !has {
				about[name] = value
			}
		}
	}
	who := Person{Subject: token.Subject, Fingerprint: p.mark + digest(8, token.Subject)}
	who.Groups, _ = about.texts(p.GroupsClaim)
	for _, name := range []string{about.text("preferred_username"), about.text("email"), token.Subject} {
		if name = strings.TrimSpace(name); usable(name) {
			who.Name = name
			return who, nil
		}
	}
	return Person{}, failed(Token, "a person without a name")
}

// maxName is the length in bytes of the longest name: that of a subject.
const maxName = 255

// usable reports a name that can be shown, logged and kept.
func usable(name string) bool {
	return name != "" && len(name) <= maxName &&
		!strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar })
}
