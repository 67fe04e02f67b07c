/**
 * Words of a command that does a job and ends, though the program may also be one that serves: nobody has to
 * stop it by a signal.
 *
 * Source: the command lines of npm, Django, Rails, Laravel and Celery; checked 2026-11-22.
 */
export const jobWords =
  /^(?:-{0,2}(?:version|help)|-[vVh]|migrate|makemigrations|collectstatic|compilemessages|createsuperuser|loaddata|check|test|tests|build|install|ci|sync|seed|lint|generate|upgrade|update|init|setup|config|clear|cache|optimize|exec-once|db[:-].*|assets:.*|.*:(?:cache|clear|migrate|install|build|seed|generate|setup)|(?:build|test|lint|seed|migrate|install|setup|generate)[:-].*)$/;
