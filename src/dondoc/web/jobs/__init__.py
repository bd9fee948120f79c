"""Background work: tasks that run after the page has answered, on the site's own database, without a broker.

An action enqueues a task inside its transaction (`read.enqueue(document.pk)`): it is there when the transaction is
committed, and never was when it is not. A task is idempotent: it may be run again after its worker died. Its arguments
are keys, never content. django-tasks and django-tasks-db keep the queue; what a worker's death leaves behind, recurring
jobs and progress are here.
"""
