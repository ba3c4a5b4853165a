"""Open311 GeoReport v2: street-level reports as other cities' programs send and read them."""
