/* menu.h: what the plugin adds to Wireshark's menus: pages to read, filters for a packet's flow.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef MENU_H
#define MENU_H

/** Registers both under the protocol. Call once. */
void menu_register(int protocol);

#endif
