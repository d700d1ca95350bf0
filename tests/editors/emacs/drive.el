;;; drive.el --- what a person does in Emacs, one check a line  -*- lexical-binding: t -*-

(load (concat (getenv "WPLS_TOP") "/editors/emacs/wpls.el") nil t)
(setq wpls-program (getenv "WPLS")
      eglot-sync-connect 120
      jsonrpc-default-request-timeout 120
      eglot-events-buffer-size 0)

(defvar passed 0)
(defvar failed 0)

(defun check (what good)
  "Count WHAT as passed when it is GOOD."
  (if good (setq passed (1+ passed))
    (setq failed (1+ failed))
    (princ (format "FAILED: %s; the buffer is %S\n" what (buffer-string)))))

(defun wait-for (condition)
  "Let the server work until CONDITION is met, for two minutes, and return what it returned."
  (let (value (end (+ (float-time) 120)))
    (while (and (not (setq value (funcall condition))) (< (float-time) end))
      (accept-process-output nil 0.1))
    value))

(defun findings ()
  "Texts of the findings that Flymake shows."
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun visit (file)
  "Open FILE and start the server for it."
  (find-file file)
  (apply #'eglot (eglot--guess-contact))
  (flymake-mode 1)
  (flymake-start))

(visit "bad.yaml")
(check "a finding" (wait-for (lambda () (flymake-start) (findings))))
(check "the plugin's own words" (seq-some (lambda (text) (string-match-p "missing tokenHeader in config" text)) (findings)))

(goto-char (point-min))
(search-forward "tokenHead")
(check "its place" (seq-some (lambda (d) (= (flymake-diagnostic-beg d) (line-beginning-position))) (flymake-diagnostics)))

;; Which of several fixes: the first one, without asking.  Without an event eglot would open a menu.
(setq last-nonmenu-event ?x)
(advice-add 'completing-read :override (lambda (_ collection &rest _) (caar collection)))
(when (eglot--server-capable :codeActionProvider)
  (eglot-code-actions (point) nil "quickfix" t)
  (check "the fix" (wait-for (lambda () (save-excursion (goto-char (point-min)) (search-forward "tokenHeader: X-Token" nil t)))))
  (save-buffer)
  (check "the fix on disk" (with-temp-buffer (insert-file-contents "bad.yaml") (search-forward "tokenHeader: X-Token" nil t)))
  (check "no finding of an error" (wait-for (lambda () (flymake-start)
                                              (not (seq-some (lambda (text) (string-match-p "rejected" text)) (findings)))))))

(find-file "config.yaml")
(insert "requestPath: /token\nserviceS")
(apply #'eglot (eglot--guess-contact))
(let ((capf (run-hook-with-args-until-success 'completion-at-point-functions)))
  (check "completion of keys" (and capf (member "serviceSource" (all-completions "serviceS" (nth 2 capf))))))
(completion-at-point)
(check "what it inserts" (save-excursion (goto-char (point-min)) (search-forward "serviceSource" nil t)))

(goto-char (point-min))
(check "hover" (string-match-p "requestPath" (format "%s" (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                                                                           (eglot--TextDocumentPositionParams)))))
(wpls-schema)
(check "the schema" (string-match-p "\"serviceSource\"" (buffer-string)))

(princ (format "%d passed, %d failed\n" passed failed))
(kill-emacs (if (and (= failed 0) (> passed 0)) 0 1))
