# bash completion for octavo

_octavo()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
    if [ "$before" = "=" ]; then
        before=${COMP_WORDS[COMP_CWORD-2]}
    elif [ "$word" = "=" ]; then
        before=${COMP_WORDS[COMP_CWORD-1]} word=
    fi
    local keys="title= subtitle= author= date= lang= papersize= margin= fontsize= mainfont= sansfont= monofont= toc= number-sections= theme="
    case $before in
    --theme) mapfile -t COMPREPLY < <(compgen -W "handout book" -- "$word") ;;
    --trace) mapfile -t COMPREPLY < <(compgen -W "lines pages lines,pages" -- "$word") ;;
    --dump)
        mapfile -t COMPREPLY < <(compgen -W "tree items lines galley pages ops tags contents style" -- "$word") ;;
    -M|--metadata)
        compopt -o nospace
        mapfile -t COMPREPLY < <(compgen -W "$keys" -- "$word") ;;
    -o|--output) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -X '!*.pdf' -- "$word"; compgen -d -- "$word") ;;
    --root) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
    --deps|--password-file) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
    *)
        case $word in
        -*)
            mapfile -t COMPREPLY < <(compgen -W "--output --metadata --theme --root --no-sandbox --strict --lint --deps --watch --timings
                --report --trace --image-dpi --jobs --linearize --encrypt --password-file --dump --version --help -o -M -h" -- "$word") ;;
        *)
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -f -X '!*.@(md|markdown)' -- "$word"; compgen -d -- "$word") ;;
        esac ;;
    esac
}
shopt -s extglob
complete -F _octavo octavo
