"""What other programs ask and send: the API of this product, and Open311 GeoReport v2."""
