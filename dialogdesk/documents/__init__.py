"""Documents: values in, the bytes of a tagged and archival PDF out."""
