# Completion of `patterns` for fish.

function __patterns_complete
    set -l words (commandline -opc)
    set -e words[1]
    set -l current (commandline -ct)
    set -l lines (command patterns complete "--word=$current" -- $words 2>/dev/null)
    switch "$lines[1]"
        case ':files'
            __fish_complete_path "$current"
        case ':folders'
            __fish_complete_directories "$current"
        case '?*'
            printf '%s\n' $lines
    end
end

complete --command patterns --no-files --keep-order --arguments '(__patterns_complete)'
