"""Files of scans, whose words have places on a page: hOCR and ALTO, and what the two share."""
