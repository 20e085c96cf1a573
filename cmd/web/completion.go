package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// completionScript completes the sub-commands and the flags of web in bash, and in zsh, which knows bash's words after
// bashcompinit.
const completionScript = `_web() {
	local current=${COMP_WORDS[COMP_CWORD]} words
	case ${COMP_WORDS[COMP_CWORD - 1]} in
	-in | -out | -file | -*-file)
		COMPREPLY=($(compgen -f -- "$current"))
		return
		;;
	-lang) words='en zh' ;;
	*)
		case ${COMP_WORDS[1]} in
		completion) words='bash zsh' ;;
		passwd) words='' ;;
		token) words='-vdns -file' ;;
		explain) words='-lang -in -column -out -notes-file' ;;
		lookup) words='-json -lang %[2]s' ;;
		*) words='%[2]s' ;;
		esac
		[ "$COMP_CWORD" -gt 1 ] || words='%[1]s %[2]s'
		;;
	esac
	COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _web web
`

const completionUsage = `Usage: web completion bash|zsh

Prints the script that completes sub-commands and flags in a shell: source <(web completion bash)
`

// completion is the sub-command of that name: it prints the script for a shell.
func completion(_ context.Context, args, _ []string, stdout, _ io.Writer) error {
	if wantsHelp(args) {
		fmt.Fprint(stdout, completionUsage)
		return flag.ErrHelp
	}
	shell := strings.Join(args, " ")
	switch shell {
	case "zsh":
		fmt.Fprint(stdout, "autoload -U +X bashcompinit && bashcompinit\n")
	case "bash":
	default:
		return &usageError{[]string{fmt.Sprintf("completion: %q is neither bash nor zsh", shell)}}
	}
	var flags []string
	for _, s := range new(config).settings(new(string)) {
		flags = append(flags, "-"+s.name)
	}
	names := slices.Sorted(maps.Keys(commands()))
	_, err := fmt.Fprintf(stdout, completionScript, strings.Join(names, " "), strings.Join(flags, " "))
	return err
}
