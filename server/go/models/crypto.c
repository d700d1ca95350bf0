/* Ciphers, as far as making one can fail. */
#include "go/models/models.h"

/* A block cipher: there, and nothing more is known of it. */
static value block(native_call *c)
{
    native_object *o = ARENA_NEW(c->arena, native_object);
    *o = (native_object){.tag = STR("crypto/cipher.Block")};
    return (value){.kind = VALUE_NATIVE, .native = o};
}

static value aes_new_cipher(native_call *c)
{
    str key;
    value v = native_arg(c, 0);
    if (!native_text(c, 0, &key)) return model_unknown(c, 2);
    if (key.n == 16 || key.n == 24 || key.n == 32) return model_pair(c, block(c), model_no_error());
    str message = arena_printf(c->arena, "crypto/aes: invalid key size %zu", key.n);
    return model_pair(c, value_nil(NULL), model_error(c, "aes.KeySizeError", message, v.about));
}

static const native rows[] = {
    {"crypto/aes.NewCipher", aes_new_cipher, 0, 2, "crypto/cipher.Block"},
};
MODEL_ROWS(models_crypto, rows);
