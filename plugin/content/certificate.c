/* certificate.c: reads certificates; see certificate.h.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * GnuTLS decides whether the bytes are a certificate, and reads dates, key, signature and attributes. Names
 * are taken apart here, because they are what an attacker writes into: with embedded zeros, in odd encodings,
 * by the thousand. Every byte of them comes through the bounded cursor of core/tls_reader.
 */
#include "certificate.h"

#include <string.h>

#include <glib.h>

#include "certificate_library.h"

enum {
    RSA_BITS_MINIMUM = 2048, /* "Technical reference details about encryption": what Microsoft 365 accepts */
    REPLACEMENT = 0xFFFD,    /* U+FFFD, stands for what is no text */
    ELLIPSIS = 0x2026        /* U+2026, ends a text that was cut */
};

/* ITU-T X.690 section 8.1.2, X.680 section 8: identifier octets. */
enum der_tag {
    DER_UTF8_STRING = 0x0C,
    DER_NUMERIC_STRING = 0x12,
    DER_PRINTABLE_STRING = 0x13,
    DER_TELETEX_STRING = 0x14,
    DER_IA5_STRING = 0x16,
    DER_VISIBLE_STRING = 0x1A,
    DER_UNIVERSAL_STRING = 0x1C,
    DER_BMP_STRING = 0x1E,
    DER_VERSION = 0xA0, /* RFC 5280 section 4.1: version [0] EXPLICIT */
    DER_DNS_NAME = 0x82 /* RFC 5280 section 4.2.1.6: dNSName [2] IA5String */
};

struct der_element {
    uint8_t          tag;
    struct tls_bytes contents;
    struct tls_bytes whole; /* tag and length included */
};

/* An open certificate. */
struct reading {
    const struct certificate_library *gnutls;
    gnutls_x509_crt_t                 certificate;
    uint8_t                          *scratch; /* room for any part of the certificate */
    size_t                            scratch_size;
};

/* ---- DER ---- */

/* ITU-T X.690 section 8.1.3: one length byte, or how many bytes of length follow. */
static size_t take_der_length(struct tls_reader *reader)
{
    size_t length = tls_reader_take_u8(reader);
    if (length < 0x80)
        return length;
    size_t width = length & 0x7F;
    if (width == 0 || width > 3) { /* indefinite, or longer than any message */
        reader->failed = true;
        return 0;
    }
    length = 0;
    for (size_t i = 0; i < width; i++)
        length = (length << 8) | tls_reader_take_u8(reader);
    return length;
}

/* A failed reader gives an empty element. */
static bool take_der(struct tls_reader *reader, struct der_element *element)
{
    size_t start = reader->position;
    memset(element, 0, sizeof *element);
    element->tag = tls_reader_take_u8(reader);
    size_t length = take_der_length(reader);
    element->contents = tls_reader_take_bytes(reader, length);
    if (reader->failed)
        return false;
    element->whole = (struct tls_bytes){reader->data + start, reader->position - start};
    return true;
}

static bool enter_der(struct tls_reader *outer, struct tls_reader *inner)
{
    struct der_element element;
    bool taken = take_der(outer, &element);
    tls_reader_start(inner, element.contents.data, element.contents.length);
    return taken;
}

/* RFC 5280 section 4.1: version, serialNumber, signature, issuer, validity, subject. */
static bool find_distinguished_names(struct tls_bytes der, struct certificate *certificate)
{
    struct tls_reader outer;
    struct tls_reader contents;
    struct tls_reader fields;
    struct der_element element;
    tls_reader_start(&outer, der.data, der.length);
    if (!enter_der(&outer, &contents) || !enter_der(&contents, &fields))
        return false;
    take_der(&fields, &element);
    if (element.tag == DER_VERSION) {
        take_der(&fields, &element); /* serialNumber */
    }
    take_der(&fields, &element); /* signature */
    take_der(&fields, &element);
    certificate->issuer_name = element.whole;
    take_der(&fields, &element); /* validity */
    take_der(&fields, &element);
    certificate->subject_name = element.whole;
    return !fields.failed;
}

static bool bytes_are_equal(struct tls_bytes left, struct tls_bytes right)
{
    return left.length == right.length && memcmp(left.data, right.data, left.length) == 0;
}

/* ---- text ---- */

/* Text of at most LIMIT_NAME_LENGTH bytes in the making. */
struct text {
    char  *bytes;
    size_t used;
    bool   cut;
};

/* Controls, and the signs that turn the direction of writing, could make a display lie. */
static bool is_displayable(uint32_t character)
{
    bool control = character < 0x20 || (character >= 0x7F && character < 0xA0);
    bool direction = character == 0x200E || character == 0x200F ||
                     (character >= 0x202A && character <= 0x202E) ||
                     (character >= 0x2066 && character <= 0x2069);
    bool surrogate = character >= 0xD800 && character < 0xE000;
    return !control && !direction && !surrogate && character <= 0x10FFFF;
}

/* There is always room left for the ellipsis. */
static void add_character(struct text *text, uint32_t character)
{
    char encoded[6];
    size_t width = (size_t)g_unichar_to_utf8(is_displayable(character) ? character : REPLACEMENT, encoded);
    if (text->cut)
        return;
    if (text->used + width + 3 > LIMIT_NAME_LENGTH) {
        width = (size_t)g_unichar_to_utf8(ELLIPSIS, encoded);
        text->cut = true;
    }
    memcpy(text->bytes + text->used, encoded, width);
    text->used += width;
    text->bytes[text->used] = '\0';
}

static void add_utf8(struct text *text, struct tls_bytes bytes)
{
    size_t position = 0;
    while (position < bytes.length && !text->cut) {
        const char *start = (const char *)bytes.data + position;
        gunichar character = g_utf8_get_char_validated(start, (gssize)(bytes.length - position));
        bool valid = character != (gunichar)-1 && character != (gunichar)-2;
        add_character(text, valid ? character : REPLACEMENT);
        position += valid ? (size_t)g_unichar_to_utf8(character, NULL) : 1;
    }
}

/* Characters of a fixed width, network byte order; half a character at the end is dropped. */
static void add_fixed_width(struct text *text, struct tls_bytes bytes, size_t width)
{
    for (size_t position = 0; position + width <= bytes.length && !text->cut; position += width) {
        uint32_t character = 0;
        for (size_t i = 0; i < width; i++)
            character = (character << 8) | bytes.data[position + i];
        add_character(text, character);
    }
}

/* RFC 5280 section 4.1.2.4: DirectoryString, IA5String in old certificates. Teletex is read as Latin-1, as
 * others do. What is no string gives "". */
static void decode_text(char *bytes, struct der_element string)
{
    struct text text = {bytes, 0, false};
    bytes[0] = '\0';
    switch (string.tag) {
    case DER_UTF8_STRING:
    case DER_NUMERIC_STRING:
    case DER_PRINTABLE_STRING:
    case DER_IA5_STRING:
    case DER_VISIBLE_STRING: add_utf8(&text, string.contents); break;
    case DER_TELETEX_STRING: add_fixed_width(&text, string.contents, 1); break;
    case DER_BMP_STRING: add_fixed_width(&text, string.contents, 2); break;
    case DER_UNIVERSAL_STRING: add_fixed_width(&text, string.contents, 4); break;
    default: break;
    }
}

/* The library's x509_crt_get_dn_by_oid or x509_crt_get_issuer_dn_by_oid. */
typedef int get_attribute(gnutls_x509_crt_t certificate, const char *oid, unsigned index, unsigned raw,
                          void *buffer, size_t *size);

/* The first attribute of that kind; "" if there is none, or nothing readable in it. */
static void read_attribute(const struct reading *reading, get_attribute *get, const char *oid, char *text)
{
    size_t size = reading->scratch_size;
    struct tls_reader reader;
    struct der_element string;
    text[0] = '\0';
    if (get(reading->certificate, oid, 0, 1, reading->scratch, &size) < 0)
        return;
    tls_reader_start(&reader, reading->scratch, size);
    if (take_der(&reader, &string))
        decode_text(text, string);
}

static void read_subject_and_issuer(const struct reading *reading, struct certificate *certificate)
{
    read_attribute(reading, reading->gnutls->x509_crt_get_dn_by_oid, GNUTLS_OID_X520_COMMON_NAME, certificate->subject);
    certificate->subject_is_common_name = certificate->subject[0] != '\0';
    if (!certificate->subject_is_common_name)
        read_attribute(reading, reading->gnutls->x509_crt_get_dn_by_oid, GNUTLS_OID_X520_ORGANIZATION_NAME,
                       certificate->subject);
    read_attribute(reading, reading->gnutls->x509_crt_get_issuer_dn_by_oid, GNUTLS_OID_X520_ORGANIZATION_NAME,
                   certificate->issuer_organization);
    read_attribute(reading, reading->gnutls->x509_crt_get_issuer_dn_by_oid, GNUTLS_OID_X520_COMMON_NAME,
                   certificate->issuer);
    struct certificate_issuer issuer = certificate_find_issuer(certificate->issuer,
                                                               certificate->issuer_organization);
    certificate->issuer_kind = issuer.kind;
    certificate->issuer_is_intermediate = issuer.is_intermediate;
    certificate->issuer_product = issuer.product;
    if (certificate->issuer[0] == '\0')
        memcpy(certificate->issuer, certificate->issuer_organization, sizeof certificate->issuer);
}

/* ---- DNS names ---- */

/* Visible ASCII and no longer than a name may be: anything else, a zero above all, makes the name match and
 * show nothing (RFC 5280 section 4.2.1.6: an IA5String in preferred name syntax). */
static bool name_is_usable(struct tls_bytes name)
{
    for (size_t i = 0; i < name.length; i++) {
        if (name.data[i] <= 0x20 || name.data[i] >= 0x7F)
            return false;
    }
    return name.length > 0 && name.length <= LIMIT_NAME_LENGTH;
}

static void add_name(struct certificate *certificate, struct tls_bytes name)
{
    certificate->has_dns_names = true;
    if (!name_is_usable(name))
        return;
    if (certificate->name_count == LIMIT_CERTIFICATE_NAMES) {
        certificate->names_cut = true;
        return;
    }
    memcpy(certificate->names + certificate->names_length, name.data, name.length);
    certificate->names_length += name.length + 1;
    certificate->names[certificate->names_length - 1] = '\0';
    certificate->name_count++;
}

/* RFC 5280 section 4.2.1.6: SEQUENCE OF GeneralName. A name costs at least two bytes of tag and length there,
 * and one byte for its zero here, so that the extension's size is room enough for all. */
static void read_names(const struct reading *reading, struct certificate *certificate)
{
    size_t size = reading->scratch_size;
    unsigned critical;
    struct tls_reader extension;
    struct tls_reader general_names;
    struct der_element name;
    if (reading->gnutls->x509_crt_get_extension_by_oid(reading->certificate, GNUTLS_X509EXT_OID_SAN, 0,
                                                       reading->scratch, &size, &critical) < 0)
        return;
    tls_reader_start(&extension, reading->scratch, size);
    if (!enter_der(&extension, &general_names) || tls_reader_left(&general_names) == 0)
        return;
    certificate->names = g_malloc(size);
    while (tls_reader_left(&general_names) > 0 && take_der(&general_names, &name)) {
        if (name.tag == DER_DNS_NAME)
            add_name(certificate, name.contents);
    }
}

/* ---- the rest ---- */

/* GnuTLS says -1 for what is no date, and a number of its own for 9999-12-31 23:59:59, "no expiry" (RFC 5280
 * section 4.1.2.5); nothing is before 1970 to it. */
static int64_t time_or(time_t time, int64_t unreadable)
{
    if (time == (time_t)-1)
        return unreadable;
    if (time == GNUTLS_X509_NO_WELL_DEFINED_EXPIRATION)
        return CERTIFICATE_TIME_LATEST;
    return CLAMP((int64_t)time, CERTIFICATE_TIME_EARLIEST, CERTIFICATE_TIME_LATEST);
}

static void read_dates(const struct reading *reading, struct certificate *certificate)
{
    time_t from = reading->gnutls->x509_crt_get_activation_time(reading->certificate);
    time_t to = reading->gnutls->x509_crt_get_expiration_time(reading->certificate);
    certificate->not_before = time_or(from, CERTIFICATE_TIME_EARLIEST);
    certificate->not_after = time_or(to, CERTIFICATE_TIME_LATEST);
}

static void read_key_and_signature(const struct reading *reading, struct certificate *certificate)
{
    unsigned bits = 0;
    int key = reading->gnutls->x509_crt_get_pk_algorithm(reading->certificate, &bits);
    certificate->key_is_rsa = key == GNUTLS_PK_RSA || key == GNUTLS_PK_RSA_PSS;
    certificate->key_bits = key < 0 ? 0 : bits;
    int signature = reading->gnutls->x509_crt_get_signature_algorithm(reading->certificate);
    if (signature > 0) {
        gnutls_digest_algorithm_t digest = reading->gnutls->sign_get_hash_algorithm((gnutls_sign_algorithm_t)signature);
        certificate->signature_is_sha1_or_md5 =
            digest == GNUTLS_DIG_SHA1 || digest == GNUTLS_DIG_MD5 || digest == GNUTLS_DIG_MD2;
    }
}

static void read_everything(const struct reading *reading, struct certificate *certificate)
{
    read_subject_and_issuer(reading, certificate);
    read_names(reading, certificate);
    read_dates(reading, certificate);
    read_key_and_signature(reading, certificate);
    certificate->self_signed = bytes_are_equal(certificate->issuer_name, certificate->subject_name);
}

bool certificate_reader_is_there(void)
{
    return certificate_library_open() != NULL;
}

bool certificate_read(const uint8_t *der, size_t length, struct certificate *certificate)
{
    struct reading reading = {.gnutls = certificate_library_open()};
    memset(certificate, 0, sizeof *certificate);
    if (length == 0 || length > LIMIT_CERTIFICATE_LENGTH || reading.gnutls == NULL ||
        reading.gnutls->x509_crt_init(&reading.certificate) < 0)
        return false;
    gnutls_datum_t input = {(unsigned char *)(uintptr_t)der, (unsigned)length}; /* only read */
    bool readable = reading.gnutls->x509_crt_import(reading.certificate, &input, GNUTLS_X509_FMT_DER) >= 0 &&
                    find_distinguished_names((struct tls_bytes){der, length}, certificate);
    if (readable) {
        reading.scratch_size = length + 16; /* a few to spare for a terminating zero */
        reading.scratch = g_malloc(reading.scratch_size);
        read_everything(&reading, certificate);
        g_free(reading.scratch);
    } else {
        memset(certificate, 0, sizeof *certificate);
    }
    reading.gnutls->x509_crt_deinit(reading.certificate);
    return readable;
}

void certificate_clear(struct certificate *certificate)
{
    g_free(certificate->names);
    memset(certificate, 0, sizeof *certificate);
}

/* ---- chains ---- */

/* A root's own signature is nobody's trust, hence not weak; its key may be. */
static void note_weakness(const struct certificate *certificate, size_t position,
                          struct certificate_chain_facts *facts)
{
    bool weak_signature = certificate->signature_is_sha1_or_md5 && !certificate->self_signed;
    bool weak_key = certificate->key_is_rsa && certificate->key_bits > 0 &&
                    certificate->key_bits < RSA_BITS_MINIMUM;
    if (weak_key && !facts->weak_key)
        facts->weak_key_bits = certificate->key_bits;
    if ((weak_signature || weak_key) && !facts->weak)
        facts->weak_position = position;
    facts->weak_signature = facts->weak_signature || weak_signature;
    facts->weak_key = facts->weak_key || weak_key;
    facts->weak = facts->weak_signature || facts->weak_key;
}

struct certificate_chain_facts certificate_judge_chain(const struct certificate *const *chain, size_t count, bool cut)
{
    const struct certificate *leaf = chain[0];
    struct certificate_chain_facts facts = {.incomplete = !leaf->self_signed && leaf->issuer_is_intermediate && !cut};
    for (size_t i = 0; i < count; i++) {
        const struct certificate *certificate = chain[i];
        if (certificate != NULL)
            note_weakness(certificate, i, &facts);
        /* What cannot be read may be the one that is missed. */
        if (certificate == NULL || (i > 0 && bytes_are_equal(certificate->subject_name, leaf->issuer_name)))
            facts.incomplete = false;
    }
    return facts;
}
