"""The documented method names this server sets out to speak, by family and group.

Names read in published pages, samples or clients that ran against the hosted service; what of them is
declared, and therefore works, the reference table tells.
"""

from rpc_server.api.families import Family

_MERCHANT = {
    "session": "login setExternalRef",
    "orders": "placeOrder getContents getOrder searchOrders issueRefund getInvoices getInstallments getPrice",
    "payment and locale settings": (
        "getPaymentMethods getPaymentMethodCurrencies getPaymentMethodCountries getVendorPaymentMethodCurrencies "
        "getAvailableCountries getAvailableCurrencies getAvailableLanguages getCountryStates getShippingPrice"
    ),
    "products": "addProduct updateProduct setProductStatus getProductByCode getProductById searchProducts",
    "pricing configurations": (
        "addPricingConfiguration updatePricingConfiguration getPricingConfigurations getPricingConfigurationByCode "
        "getPricingConfigurationByName getSKUCodeByDetails getSchema setSku searchSku"
    ),
    "price options": "addPriceOptionGroup updatePriceOptionGroup getPriceOptionGroup searchPriceOptionGroups",
    "product groups": (
        "getProductGroups getProductGroup addProductGroup updateProductGroup assignProductGroup unassignProductGroup"
    ),
    "additional fields": (
        "getAdditionalFields getAdditionalField getAssignedAdditionalFields assignAdditionalField "
        "unassignAdditionalField"
    ),
    "subscriptions": (
        "getSubscription getSubscriptions searchSubscriptions getCustomerSubscriptions getSubscriptionHistory "
        "addSubscription updateSubscription setSubscriptionCustomer cancelSubscription enableSubscription "
        "enableRecurringBilling disableRecurringBilling extendSubscription renewSubscription getRenewalDetails "
        "getNextRenewalPrice setCustomRenewalPrice convertTrial getSubscriptionPaymentInformation "
        "updateSubscriptionPaymentInformation"
    ),
    "subscription upgrades": "getProductUpgradeOptions getProductUpgradeOptionsPrice setSubscriptionUpgrade",
    "subscription information fields": (
        "addSubscriptionAdditionalInformationField updateSubscriptionAdditionalInformationField "
        "getSubscriptionAdditionalInformationField getSubscriptionAdditionalInformation "
        "deleteSubscriptionAdditionalInformationField"
    ),
    "usage": "addSubscriptionUsage updateSubscriptionUsage deleteSubscriptionUsages",
    "customers": "createCustomer getCustomerInformation updateCustomerInformation searchCustomers",
    "single sign-on": "getSingleSignOn getSingleSignOnByCustomer",
    "promotions": (
        "addPromotion updatePromotion getPromotion searchPromotions addPromotionProducts setPromotionDiscount "
        "addPromotionTranslations deletePromotionTranslations addPromotionCoupon deletePromotionCoupon getPriceMatrix"
    ),
    "cross-sell": (
        "getCrossSellCampaign getProductCrossSellCampaigns getCrossSellTexts searchCrossSellCampaigns "
        "createCrossSellCampaign updateCrossSellCampaign"
    ),
    "upsell": (
        "searchUpsellCampaigns createUpSellCampaign getUpSellCampaign updateUpSellCampaign deleteUpSellCampaign "
        "enableUpSellCampaign disableUpSellCampaign updateDisplayType"
    ),
    "leads": "addLead updateLead getLead",
    "proposals": "createProposal updateProposal getProposalById performAction",
    "payouts": "searchPayouts",
    "partners": (
        "getPartnerUser getPartnerInvoiceTemplates getPartnerResellers updateReseller updateOrderReseller "
        "renewPartnerSubscriptions getPartnerSubscriptionsRenewalPrice"
    ),
}

_CART = {
    "session": "login setClientIP setLanguage setCountry setCurrency",
    "cart": (
        "setBillingDetails setDeliveryDetails setPaymentDetails addProduct deleteProduct clearProducts getContents "
        "getPrice placeOrder"
    ),
    "orders": "getOrder getOrderStatus",
    "products": "getProductById getProductByCode getProductBySKU searchProducts",
    "locale settings": "getAvailableCurrencies getAvailableLanguages getAvailableCountries",
}

_CHANNEL_MANAGER = {
    "session": "login setPartner",
    "partners": "getPartnerByCode searchPartners getPartnerSingleSignOn",
    "price lists": ("getPartnerPricingLists getPricingListInformation getProductById getProductByCode getProductPrice"),
    "cart": "addProduct deleteProduct clearProducts getContents setExternalRef setComment placeOrder",
    "orders": "getOrderStatus getOrderSubscriptions getOrdersWithoutProforma setOrderReseller getOrderReseller",
    "end users": "updateSubscriptionsEndUser",
    "resellers": "createReseller updateReseller",
    "proformas": "createProforma getProforma setProforma setPaymentDetails payProforma confirmInvoicePayment",
}

DOCUMENTED: dict[Family, dict[str, tuple[str, ...]]] = {
    family: {group: tuple(names.split()) for group, names in groups.items()}
    for family, groups in (
        (Family.MERCHANT, _MERCHANT),
        (Family.ORDER, _CART),
        (Family.CHANNEL_MANAGER, _CHANNEL_MANAGER),
    )
}
