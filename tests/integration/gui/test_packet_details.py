# SPDX-License-Identifier: GPL-2.0-or-later
"""One packet of a failed call: its details begin with the answer."""

from desktop import wait_for

TITLE = "add_federated_domain_tls10.pcapng"


def test_first_line_is_the_answer(start, desktop, captures):
    """Who, what was offered, how it ended; copied from the details of the frame that ended the flow."""
    application = start(captures / TITLE, "-g", "6")
    desktop.resize(TITLE, 1280, 1040)
    lines = application.main.find("tree", "Packet details").elements
    answer = next(line for line in lines if "Exchange Hybrid: " in line.name)
    desktop.click(answer)
    wait_for(lambda: answer.has("selected"), "the selection")
    copied = desktop.copied(application.menu("Edit", "Copy", "Description").press)
    desktop.keys("shift+Right")
    desktop.picture(TITLE, "packet_details")
    assert copied.strip("[]\n") == ("Exchange Hybrid: Federation trust provisioning (on-premises → Exchange Online), "
                                    "TLS 1.0 offered, closed by server")
