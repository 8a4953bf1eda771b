/* tree.h: the "-z exchange_hybrid,tree" tree, a window of the Statistics menu.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef TREE_H
#define TREE_H

/** Registers the tree. Call once, while the protocol is registered. */
void tree_register(void);

#endif
