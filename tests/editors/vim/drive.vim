" What a person does in Vim with ALE; the results go to $WPLS_RESULTS, one line a check.
let s:results = []

function! s:Check(what, good) abort
  call add(s:results, (a:good ? 'passed ' : 'FAILED ') . a:what)
endfunction

" Lets ALE work until the expression is true, at most two minutes.
function! s:Wait(expression) abort
  for l:round in range(1200)
    if eval(a:expression)
      return 1
    endif
    sleep 100m
  endfor
  return 0
endfunction

function! s:Findings() abort
  return map(copy(getloclist(0)), 'v:val.text')
endfunction

function! s:End() abort
  call writefile(s:results, $WPLS_RESULTS)
  qall!
endfunction

function! s:Fixed(timer) abort
  call s:Check('the fix', getline(4) ==# 'tokenHeader: X-Token')
  silent write
  call s:Check('the fix on disk', readfile('bad.yaml')[3] ==# 'tokenHeader: X-Token')
  call s:Check('no finding of an error', s:Wait('match(s:Findings(), "rejected") < 0'))
  call s:End()
endfunction

function! s:Drive(timer) abort
  edit bad.yaml
  call s:Check('a finding', s:Wait('!empty(getloclist(0))'))
  call s:Check('the plugin''s own words', match(s:Findings(), 'missing tokenHeader in config') >= 0)
  call s:Check('its place', len(filter(getloclist(0), 'v:val.lnum == 4 && v:val.col == 1')) > 0)
  call cursor(4, 3)
  call writefile(['ready'], $WPLS_RESULTS . '.ready')
  ALECodeAction
  call timer_start(100, function('s:Poll'), {'repeat': 1200})
endfunction

function! s:Poll(timer) abort
  if getline(4) ==# 'tokenHeader: X-Token'
    call timer_stop(a:timer)
    call s:Fixed(a:timer)
  endif
endfunction

call timer_start(1, function('s:Drive'))
