" wpls for ALE: findings, fixes (:ALECodeAction), hover (:ALEHover), completion, definitions.
" In a vimrc behind ALE: source /usr/local/share/wpls/vim/ale.vim
function! s:Root(buffer) abort
  let l:git = ale#path#FindNearestDirectory(a:buffer, '.git')
  if !empty(l:git)
    return fnamemodify(l:git, ':h:h')
  endif
  let l:module = ale#path#FindNearestFile(a:buffer, 'go.mod')
  return !empty(l:module) ? fnamemodify(l:module, ':h') : expand('#' . a:buffer . ':p:h')
endfunction

let g:wpls_program = get(g:, 'wpls_program', 'wpls')
" 1: the server may run programs, such as compilers, in the folders that are opened.
let g:wpls_trusted = get(g:, 'wpls_trusted', 0)

for s:filetype in ['go', 'cpp', 'c', 'yaml', 'json']
  call ale#linter#Define(s:filetype, {
  \ 'name': 'wpls',
  \ 'lsp': 'stdio',
  \ 'executable': {-> g:wpls_program},
  \ 'command': '%e serve',
  \ 'language': s:filetype,
  \ 'project_root': function('s:Root'),
  \ 'initialization_options': {-> {'trusted': g:wpls_trusted ? v:true : v:false}},
  \})
endfor
