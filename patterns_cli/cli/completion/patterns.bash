# Completion of `patterns` for bash.

_patterns_completion() {
    local line=${COMP_LINE:0:COMP_POINT}
    local -a words
    read -ra words <<<"$line"
    local current=
    if [[ $line != *[[:space:]] ]]; then
        current=${words[${#words[@]} - 1]}
        unset "words[${#words[@]} - 1]"
        current=${current#[\"\']}
    fi

    # bash replaces only what follows the last of these characters in a word.
    local breaks= kept=
    [[ $COMP_WORDBREAKS == *:* ]] && breaks+=":"
    [[ $COMP_WORDBREAKS == *=* ]] && breaks+="="
    [[ -n $breaks ]] && kept=${current%"${current##*[$breaks]}"}

    COMPREPLY=()
    local value rest
    while IFS=$'\t' read -r value rest; do
        case $value in
            :files | :folders)
                compopt -o filenames 2>/dev/null
                local kind=-f
                [[ $value == :folders ]] && kind=-d
                local IFS=$'\n'
                COMPREPLY=($(compgen "$kind" -- "${current#"$kept"}"))
                return
                ;;
            *) COMPREPLY+=("${value#"$kept"}") ;;
        esac
    done < <(command patterns complete "--word=$current" -- "${words[@]:1}" 2>/dev/null)
}

complete -F _patterns_completion patterns
