/* What JSON values fit into what a field of a message holds. */
#ifndef CXX_MODELS_PROTOBUF_H
#define CXX_MODELS_PROTOBUF_H

#include "cxx/models/json.h"
#include "cxx/proto.h"

/* MAY_FIT: not all releases of protobuf take it, or it is not looked at closely enough. */
typedef enum cxx_fit { FITS, UNFIT, MAY_FIT } cxx_fit;

/* Of values that are known. `*out` is set where it fits. */
cxx_fit cxx_proto_integer(const doc_node *n, proto_kind k, int64_t *out);
cxx_fit cxx_proto_real(const doc_node *n, proto_kind k, double *out);
cxx_fit cxx_proto_boolean(const doc_node *n, bool *out);
cxx_fit cxx_proto_bytes(const doc_node *n);
/* `folded_too`: names fit in other letters' case, too. */
cxx_fit cxx_proto_enumerator(const doc_node *n, const proto_enum *e, bool folded_too, int64_t *out);
/* google.protobuf.Duration, Timestamp, FieldMask. */
cxx_fit cxx_proto_duration(const doc_node *n, int64_t *seconds, int64_t *nanos);
cxx_fit cxx_proto_timestamp(const doc_node *n);
cxx_fit cxx_proto_mask(const doc_node *n);

#endif
