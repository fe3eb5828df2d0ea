"""Human decisions on issued lists."""
