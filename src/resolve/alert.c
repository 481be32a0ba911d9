/* alert.c - the word at the head of an alert, as a LABEL of its own: "Note", "Warning" in the document's language, or the
 * author's own word for a kind that is not known. How it looks is the page floor's. */
#include "resolve/resolve_int.h"

static void alert_label(Arena *arena, Node *alert, const Words *words)
{
    Node *label = node_new(arena, KIND_LABEL, alert->place);
    bool own = alert->extra->title.n > 0;
    node_add_text(arena, label, own ? alert->extra->title : str_of(words->alerts[alert->u.alert.kind]));
    node_prepend(alert, label);
}

void resolve_alerts(Arena *arena, Node *document, const Meta *meta)
{
    const Words *words = words_of(meta->lang);
    for (Node *node = document; node; node = node_next(node, document))
        if (node->kind == KIND_ALERT && !(node->first && node->first->kind == KIND_LABEL))
            alert_label(arena, node, words);
}
