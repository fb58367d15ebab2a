"""What can be wrong with an order.

The groups of the published error table that could be read (products, items) have its codes and meanings. For
billing, payment, promotions and the rest no table could be read: their codes are ours, in the same spelling.
"""

from rpc_server.errors import ApiError


class OrderRefused(ApiError):
    """An order that is not placed because of what it says."""

    code = "ORDER_ERROR"
    text = "The order is not valid."


class OrderNotFound(ApiError):
    """No order of this merchant has the reference."""

    code = "ORDER_NOT_FOUND"
    text = "There is no such order."


class ItemsEmpty(OrderRefused):
    code = "ORDER_PRODUCTS_EMPTY"
    text = "No products have been provided."


class ItemsMixed(OrderRefused):
    code = "ORDER_ITEMS_INVALID"
    text = "An order cannot mix catalogue products and dynamic products."


class ProductCodeInvalid(OrderRefused):
    code = "ORDER_PRODUCT_CODE_INVALID"
    text = "Invalid product code."


class QuantityInvalid(OrderRefused):
    code = "ORDER_ITEMS_QUANTITY_INVALID"
    text = "Quantity must be between 1 and 99999."


class PriceStructureInvalid(OrderRefused):
    code = "ORDER_PRODUCT_PRICE_STRUCTURE_INVALID"
    text = "The price must be an object with Amount and Type."


class PriceAmountInvalid(OrderRefused):
    code = "ORDER_PRODUCT_PRICE_AMOUNT_INVALID"
    text = "The price amount is not valid."


class PriceTypeInvalid(OrderRefused):
    code = "ORDER_PRODUCT_PRICE_TYPE_INVALID"
    text = "The price type is not valid."


class BasePriceWithAmount(OrderRefused):
    code = "ORDER_PRODUCT_PRICE_TYPE_BASE_INVALID"
    text = "An amount must not be set with the price type BASE."


class DefaultPriceWithAmount(OrderRefused):
    code = "ORDER_PRODUCT_PRICE_TYPE_DEFAULT_INVALID"
    text = "An amount must not be set with the price type DEFAULT."


class CustomPriceWithoutAmount(OrderRefused):
    code = "ORDER_PRODUCT_PRICE_TYPE_CUSTOM_INVALID"
    text = "An amount is mandatory with the price type CUSTOM."


class ProductNameInvalid(OrderRefused):
    code = "ORDER_PRODUCT_NAME_INVALID"
    text = "Name is mandatory when IsDynamic is TRUE."


class PurchaseTypeInvalid(OrderRefused):
    code = "ORDER_PRODUCT_PURCHASE_TYPE_INVALID"
    text = "The purchase type must be PRODUCT, SHIPPING, COUPON or TAX."


class IsDynamicInvalid(OrderRefused):
    code = "ORDER_PRODUCT_IS_DYNAMIC_INVALID"
    text = "IsDynamic must be TRUE or FALSE."


class TangibleInvalid(OrderRefused):
    code = "ORDER_PRODUCT_TANGIBLE_INVALID"
    text = "Tangible must be TRUE or FALSE."


class TaxCategoryInvalid(OrderRefused):
    """Missing where the platform sells, given where the merchant does. Our code."""

    code = "ORDER_PRODUCT_TAX_CATEGORY_INVALID"
    text = "ProductTaxCategoryUUID is not valid here."


class RecurringOptionsInvalid(OrderRefused):
    """Our code."""

    code = "ORDER_PRODUCT_RECURRING_OPTIONS_INVALID"
    text = "The recurring options are not valid."


class SurchargeInvalid(OrderRefused):
    """Our code."""

    code = "ORDER_PRODUCT_PRICE_OPTIONS_INVALID"
    text = "A surcharge would take the unit price below zero."


class CouponExceedsTotal(OrderRefused):
    """COUPON lines that would take the order below zero. Our code."""

    code = "ORDER_COUPON_AMOUNT_INVALID"
    text = "The coupons are worth more than the rest of the order."


class TrialInvalid(OrderRefused):
    """Our code."""

    code = "ORDER_PRODUCT_TRIAL_INVALID"
    text = "The trial is not valid."


class TrialNotOffered(OrderRefused):
    """A trial of a product without subscription. The one readable code of the published Trial group."""

    code = "INVALID_PRODUCT"
    text = "Invalid product ID."


class StartDateInvalid(OrderRefused):
    """Our code."""

    code = "ORDER_PRODUCT_SUBSCRIPTION_START_DATE_INVALID"
    text = "The subscription start date is too far away."


class PromotionInvalid(OrderRefused):
    """A coupon that opens no running promotion: better refused than charged in full. Our code."""

    code = "ORDER_PROMOTION_INVALID"
    text = "There is no such promotion."


class TotalTooLarge(OrderRefused):
    """Our code."""

    code = "ORDER_TOTAL_INVALID"
    text = "The order is worth more than this server can count."


class CurrencyInvalid(OrderRefused):
    """Our code."""

    code = "ORDER_CURRENCY_INVALID"
    text = "There is no such currency."


class CurrencyMismatch(OrderRefused):
    """Our code; the rule is documented."""

    code = "ORDER_CURRENCY_MISMATCH"
    text = "The currency of the order and of its payment must be the same."


class CountryInvalid(OrderRefused):
    """Our code."""

    code = "ORDER_COUNTRY_INVALID"
    text = "There is no such country."


class LanguageInvalid(OrderRefused):
    """Our code."""

    code = "ORDER_LANGUAGE_INVALID"
    text = "There is no such language."


class BillingDetailMissing(OrderRefused):
    """Our codes: ``ORDER_BILLING_FIRST_NAME_EMPTY`` and so on, by member."""

    code = "ORDER_BILLING_DETAILS_EMPTY"
    text = "A billing detail is missing."


class BillingCountryInvalid(OrderRefused):
    """Our code."""

    code = "ORDER_BILLING_COUNTRY_INVALID"
    text = "The billing country is not valid."


class BillingStateInvalid(OrderRefused):
    """Our code; where a state is needed is documented."""

    code = "ORDER_BILLING_STATE_INVALID"
    text = "The billing state is not valid."


class FiscalCodeInvalid(OrderRefused):
    """Our code."""

    code = "ORDER_BILLING_FISCAL_CODE_INVALID"
    text = "The fiscal code is not valid."


class BillingEmailInvalid(OrderRefused):
    """Our code."""

    code = "ORDER_BILLING_EMAIL_INVALID"
    text = "The billing e-mail address is not valid."


class DeliveryCountryInvalid(OrderRefused):
    """Our code."""

    code = "ORDER_DELIVERY_COUNTRY_INVALID"
    text = "The delivery country is not valid."


class CustomerIpInvalid(OrderRefused):
    """Our code."""

    code = "ORDER_CUSTOMER_IP_INVALID"
    text = "The customer's IP address is not valid."


class ExternalReferenceInvalid(OrderRefused):
    """Our code; the length is documented."""

    code = "ORDER_EXTERNAL_REFERENCE_INVALID"
    text = "The external reference is longer than 100 characters."


class SourceInvalid(OrderRefused):
    """Our code; the length is documented."""

    code = "ORDER_SOURCE_INVALID"
    text = "The source is longer than 255 characters."


class ShippingMethodInvalid(OrderRefused):
    """Our code."""

    code = "ORDER_SHIPPING_METHOD_INVALID"
    text = "There is no such shipping method for this order."


class AdditionalFieldEmpty(OrderRefused):
    """Our code."""

    code = "ORDER_ADDITIONAL_FIELD_EMPTY"
    text = "An additional field must be filled in."


class AdditionalFieldInvalid(OrderRefused):
    """Our code."""

    code = "ORDER_ADDITIONAL_FIELD_INVALID"
    text = "The value of an additional field is not one it offers."


class CustomSettingsInvalid(OrderRefused):
    """Our code."""

    code = "ORDER_PRODUCT_SUBSCRIPTION_CUSTOM_SETTINGS_INVALID"
    text = "The custom settings of the subscription are not valid."


class PaymentMissing(OrderRefused):
    """Our code."""

    code = "ORDER_PAYMENT_DETAILS_EMPTY"
    text = "Payment details are required for an order that is not free."


class NotFree(OrderRefused):
    """Our code."""

    code = "ORDER_PAYMENT_TYPE_FREE_INVALID"
    text = "FREE is for orders of no value."


class PaymentTypeChanged(OrderRefused):
    """A test order paid for real, or a real one with TEST. Our code."""

    code = "ORDER_PAYMENT_TYPE_TEST_INVALID"
    text = "A test order can only be paid with TEST, and no other order can."


class OrderNotPayable(OrderRefused):
    """A retry of an order that is paid, or finished otherwise. Our code."""

    code = "ORDER_ALREADY_PROCESSED"
    text = "The order does not wait for a payment."


class OrderNotCancelable(OrderRefused):
    """Cancelling an order that is paid, or reversing one whose money is not held. Our code."""

    code = "ORDER_NOT_CANCELABLE"
    text = "The order cannot be cancelled."


class PaymentInProgress(OrderRefused):
    """Another charge of the same order has not ended. Our code."""

    code = "ORDER_PAYMENT_IN_PROGRESS"
    text = "A payment of this order is in progress."
