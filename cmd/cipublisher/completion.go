package main

import (
	"io"

	"github.com/spf13/cobra"
)

var completionCommands = []command{
	completionCommand("bash", `bash needs the package bash-completion for it. To have it in every session, write it to /etc/bash_completion.d/cipublisher.`,
		func(root *cobra.Command, w io.Writer) error { return root.GenBashCompletionV2(w, true) }),
	completionCommand("zsh", `zsh needs "autoload -U compinit; compinit" in ~/.zshrc for it. To have it in every session, write it to _cipublisher in a folder of $fpath.`,
		(*cobra.Command).GenZshCompletion),
	completionCommand("fish", `To have it in every session, write it to ~/.config/fish/completions/cipublisher.fish.`,
		func(root *cobra.Command, w io.Writer) error { return root.GenFishCompletion(w, true) }),
	completionCommand("powershell", `To have it in a session, pipe it through "Out-String" to "Invoke-Expression"; to have it in every session, put that into your profile.`,
		(*cobra.Command).GenPowerShellCompletionWithDesc),
}

func completionCommand(shell, install string, write func(*cobra.Command, io.Writer) error) command {
	return command{
		name: "completion " + shell, group: tools, summary: "prints the script that completes command lines in " + shell,
		about:    `The script goes to stdout. With it, the shell completes commands, flags, and values where there are few. ` + install,
		examples: []string{"cipublisher completion " + shell},
		setup: func(*flagSet) action {
			return func(c *call) { c.faults.Append("the script", write(c.root, &c.out)) }
		},
	}
}
