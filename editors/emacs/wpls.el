;;; wpls.el --- language server for Proxy-Wasm plugin projects  -*- lexical-binding: t -*-

;; For eglot, which Emacs has from 29 on, and Debian's elpa-eglot before:
;;
;;     (load "/usr/local/share/wpls/emacs/wpls.el")
;;     (add-hook 'go-mode-hook 'eglot-ensure)
;;
;; Beside gopls or clangd: eglot runs one server a buffer.  Add a hook only in modes that have no other server, or see README.md.

;;; Code:

(require 'eglot)

(defgroup wpls nil "Language server for Proxy-Wasm plugin projects." :group 'tools)

(defcustom wpls-program "wpls" "The program, by name or path." :type 'string)

(defcustom wpls-trusted nil
  "Whether the server may run programs, such as compilers, in the folders that are opened."
  :type 'boolean)

(defun wpls-contact (&rest _)
  "How eglot starts the server."
  (list wpls-program "serve" :initializationOptions (list :trusted (if wpls-trusted t :json-false))))

;; Emacs before 29 has no mode for YAML or Go of its own: this one is enough for configurations.
(unless (or (fboundp 'yaml-mode) (fboundp 'yaml-ts-mode))
  (define-derived-mode yaml-mode prog-mode "YAML" "YAML, as far as a language server needs it."
    (setq-local comment-start "# " indent-tabs-mode nil))
  (add-to-list 'auto-mode-alist '("\\.ya?ml\\'" . yaml-mode)))

(dolist (mode '(yaml-mode yaml-ts-mode js-json-mode json-ts-mode))
  (add-to-list 'eglot-server-programs (cons mode #'wpls-contact)))

;; Go's and C++'s own servers stay the first choice; where clangd is not installed, wpls is the one for C++ and C.
(unless (executable-find "clangd")
  (dolist (mode '(c++-mode c-mode c++-ts-mode c-ts-mode))
    (add-to-list 'eglot-server-programs (cons mode #'wpls-contact))))

(defun wpls--execute (command argument)
  "What the server answers to COMMAND with ARGUMENT."
  (jsonrpc-request (eglot--current-server-or-lose) :workspace/executeCommand
                   (list :command command :arguments (vector argument)) :timeout 600))

(defun wpls-schema ()
  "Show what the plugin of the current file accepts as configuration."
  (interactive)
  (let ((answer (wpls--execute "wpls.schema" (list :uri (eglot--path-to-uri buffer-file-name)))))
    (pop-to-buffer (get-buffer-create (plist-get answer :uri)))
    (let ((inhibit-read-only t))
      (erase-buffer)
      (insert (plist-get answer :text)))
    (goto-char (point-min))
    (special-mode)))

(defun wpls-build ()
  "Build the plugin of the current file."
  (interactive)
  (let ((answer (wpls--execute "wpls.build" (list :uri (eglot--path-to-uri buffer-file-name)))))
    (message "wpls: %s" (plist-get answer :message))))

(provide 'wpls)
;;; wpls.el ends here
