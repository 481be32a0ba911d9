# fish completion for octavo

complete -c octavo -k -a '(__fish_complete_suffix .md)'
complete -c octavo -s o -l output -r -F -d 'The PDF'
complete -c octavo -s M -l metadata -x -d 'Set a front-matter key' -a 'title= subtitle= author= date= lang= papersize= margin= fontsize= mainfont= sansfont= monofont= toc= number-sections= theme='
complete -c octavo -l theme -x -d 'The theme' -a 'handout book'
complete -c octavo -l root -x -d 'Read pictures below this folder' -a '(__fish_complete_directories)'
complete -c octavo -l strict -d 'Warnings count as errors'
complete -c octavo -l lint -d 'Check only'
complete -c octavo -l deps -r -F -d 'Write a make rule of what was read'
complete -c octavo -l timings -d 'Print the seconds of each stage'
complete -c octavo -l dump -x -d 'Print a stage as text' -a 'tree items lines galley pages ops tags contents style'
complete -c octavo -l version -d 'Print the version'
complete -c octavo -s h -l help -d 'Print the options'
