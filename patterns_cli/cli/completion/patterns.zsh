#compdef patterns
# Completion of `patterns` for zsh.

_patterns() {
    local -a lines described
    local line value
    lines=("${(@f)$(command patterns complete "--word=${(Q)PREFIX}" -- "${(@Q)words[2,CURRENT-1]}" 2>/dev/null)}")
    for line in $lines; do
        case $line in
            :files) _files; return ;;
            :folders) _files -/; return ;;
        esac
        value=${line%%$'\t'*}
        described+=("${value//:/\\:}:${line#*$'\t'}")
    done
    (( $#described )) && _describe -V 'patterns' described
}

if [[ ${funcstack[1]} == _patterns ]]; then
    _patterns "$@"
else
    if (( ! $+functions[compdef] )); then
        autoload -Uz compinit && compinit
    fi
    compdef _patterns patterns
fi
