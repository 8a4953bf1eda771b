# SPDX-License-Identifier: GPL-2.0-or-later
#
# Sends standard input over TLS with IO::Socket::SSL and prints the answer.
# Arguments: HOST PORT VERSIONS (as SSL_version of IO::Socket::SSL takes them) CIPHERS

use strict;
use warnings;
use IO::Socket::SSL;

my ($host, $port, $versions, $ciphers) = @ARGV;
my $request = do { local $/; <STDIN> };

my $socket = IO::Socket::SSL->new(
    PeerHost        => $host,
    PeerPort        => $port,
    Timeout         => 5,
    SSL_hostname    => $host,
    SSL_version     => $versions,
    SSL_cipher_list => $ciphers,
    SSL_verify_mode => SSL_VERIFY_NONE,    # the laboratory's root is made anew for each run
) or die "connect: $SSL_ERROR\n";

print {$socket} $request;
print while <$socket>;
close $socket;
