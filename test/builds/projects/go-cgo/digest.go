package main

/*
#cgo LDFLAGS: -lm
#include <stdlib.h>
#include "digest.h"
*/
import "C"

import "unsafe"

func digest(text string) uint32 {
	raw := C.CString(text)
	defer C.free(unsafe.Pointer(raw))
	return uint32(C.digest(raw, C.size_t(len(text))))
}

func spread(text string) float64 {
	raw := C.CString(text)
	defer C.free(unsafe.Pointer(raw))
	return float64(C.spread(raw, C.size_t(len(text))))
}
