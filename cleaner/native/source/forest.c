/* Boosted trees (`cleaner/spelling/classifier.py`). */

#include "native.h"

typedef struct {
    double threshold, value;
    int32_t feature, low, high, unused;
} Node;

/* The log-odds of one feature vector. */
SHOWN double forest_log_odds(const Node *nodes, const int32_t *roots, int32_t trees, const double *features) {
    double total = 0.0;
    for (int32_t t = 0; t < trees; t++) {
        const Node *node = nodes + roots[t];
        while (node->low) node = nodes + (features[node->feature] <= node->threshold ? node->low : node->high);
        total += node->value;
    }
    return total;
}

/* How far the questions about each group of features move the log-odds; `group` gives the group of a feature. */
SHOWN void forest_moves(const Node *nodes, const int32_t *roots, int32_t trees, const double *features,
                        const int32_t *group, double *moves) {
    for (int32_t t = 0; t < trees; t++) {
        const Node *node = nodes + roots[t];
        while (node->low) {
            const Node *next = nodes + (features[node->feature] <= node->threshold ? node->low : node->high);
            moves[group[node->feature]] += next->value - node->value;
            node = next;
        }
    }
}
